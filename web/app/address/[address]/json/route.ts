import { getPayer } from '../../../../lib/api'
import { answerJson } from '../../../../lib/json-twin'
import { readSegment } from '../../../../lib/segment'
import { readQuery, readView } from '../../../../lib/view'

/** What the page of a payer shows, as JSON; the same choices in the address. */
export async function GET(request: Request, { params }: { params: Promise<{ address: string }> }): Promise<Response> {
  const view = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(await getPayer(readSegment((await params).address), view))
}
