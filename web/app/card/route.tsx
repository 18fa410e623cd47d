import { ImageResponse } from 'next/og'
import { CARD_SIZE, CardFrame } from '../../components/card/card-frame'

/** Drawn once, by the build: nothing of the chain is in it, and no font is asked of anybody. */
export const dynamic = 'force-static'

/** The picture that stands beside a link to a page that has none of its own. */
export function GET(): ImageResponse {
  return new ImageResponse(
    <CardFrame>
      <div style={{ fontSize: 84, marginTop: 24 }}>Paid inference, checked</div>
      <div style={{ fontSize: 36, marginTop: 28, color: '#a3aebf' }}>
        What is proven, what is not, and what nobody can check.
      </div>
    </CardFrame>,
    CARD_SIZE,
  )
}
