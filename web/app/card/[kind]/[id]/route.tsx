import { ImageResponse } from 'next/og'
import { CARD_SIZE } from '../../../../components/card/card-frame'
import { ObjectCard } from '../../../../components/card/object-card'
import { findCard } from '../../../../lib/card'
import { routes } from '../../../../lib/routes'
import { readSegment } from '../../../../lib/segment'

/** Drawn at a time: each keeps a processor busy, and whoever comes meanwhile gets the card of the site. */
const MAX_DRAWN = 2
let drawn = 0

interface Context {
  params: Promise<{ kind: string; id: string }>
}

/** The picture beside a link to one object; the site's own where nothing is known of it now. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { kind, id } = await params
  if (drawn >= MAX_DRAWN) return sendGeneric()
  drawn += 1
  try {
    const card = await findCard(kind, readSegment(id))
    if (!card) return sendGeneric()
    const picture = await new ImageResponse(<ObjectCard card={card} />, CARD_SIZE).arrayBuffer()
    return new Response(picture, { headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=300' } })
  } catch (error) {
    console.error(`card ${(error as Error).message}`)
    return sendGeneric()
  } finally {
    drawn -= 1
  }
}

function sendGeneric(): Response {
  return new Response(null, { status: 302, headers: { location: routes.card(), 'cache-control': 'no-store' } })
}
