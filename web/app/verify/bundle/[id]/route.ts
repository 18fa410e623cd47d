import { parseSettlementId } from '../../../../lib/ids'
import { passOn, refuse } from '../../../../lib/passed-on'
import { readSegment } from '../../../../lib/segment'

/** The evidence bundle of a settlement, from the API, on the pages' own origin. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const id = parseSettlementId(readSegment((await params).id))
  if (id.kind === 'malformed') return refuse(400, `At ${id.part.slice(0, 80)}, expected ${id.expected}.`)
  return passOn(`/v1/bundles/${id.id}.zip`, request.signal)
}
