import { ImageResponse } from 'next/og'

/** Drawn once, by the build: nothing of the chain is in it, and no font is asked of anybody. */
export const dynamic = 'force-static'

const FRAME = {
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  width: '100%',
  height: '100%',
  padding: 90,
  background: '#0e1116',
  color: '#e6eaf0',
} as const

/** The picture that stands beside a link to any page here. */
export function GET(): ImageResponse {
  return new ImageResponse(
    <div style={FRAME}>
      <div style={{ fontSize: 44, color: '#6cb2f5' }}>Touchstone</div>
      <div style={{ fontSize: 84, marginTop: 24 }}>Paid inference, checked</div>
      <div style={{ fontSize: 36, marginTop: 28, color: '#a3aebf' }}>
        What is proven, what is not, and what nobody can check.
      </div>
    </div>,
    { width: 1200, height: 630 },
  )
}
