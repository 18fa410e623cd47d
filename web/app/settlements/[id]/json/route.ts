import { getSettlement } from '../../../../lib/api'
import { answerJson } from '../../../../lib/json-twin'
import { readSegment } from '../../../../lib/segment'
import { readQuery, readView } from '../../../../lib/view'

/** The settlement of the page above as JSON, with the same page of its records. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { records } = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(await getSettlement(readSegment((await params).id), records))
}
