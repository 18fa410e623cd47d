import { getProvider } from '../../../../lib/api'
import { answerJson } from '../../../../lib/json-twin'
import { readSegment } from '../../../../lib/segment'
import { readQuery, readView } from '../../../../lib/view'

/** What the page of a provider shows, as JSON. */
export async function GET(request: Request, { params }: { params: Promise<{ address: string }> }): Promise<Response> {
  const view = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(await getProvider(readSegment((await params).address), view))
}
