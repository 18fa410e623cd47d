import { getAgent } from '../../../../lib/api'
import { answerJson } from '../../../../lib/json-twin'
import { readSegment } from '../../../../lib/segment'
import { readQuery, readView } from '../../../../lib/view'

/** What the page of an agent shows, as JSON; the same choices in the address. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const view = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(await getAgent(readSegment((await params).id), view))
}
