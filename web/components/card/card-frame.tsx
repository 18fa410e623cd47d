const FRAME = {
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  width: '100%',
  height: '100%',
  padding: 80,
  background: '#0e1116',
  color: '#e6eaf0',
} as const

/** Of every card, pixels. */
export const CARD_SIZE = { width: 1200, height: 630 } as const

/** The ground of a card with our name on it. Drawn by a generator of pictures, not by a browser: inline styles alone. */
export function CardFrame({ children }: { children: React.ReactNode }) {
  return (
    <div style={FRAME}>
      <div style={{ fontSize: 36, color: '#6cb2f5' }}>Touchstone</div>
      {children}
    </div>
  )
}
