import { answerJson } from '../../../../lib/json-twin'
import { getRecord } from '../../../../lib/published-api'
import { readSegment } from '../../../../lib/segment'

/** The object of the page above as JSON. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerJson(await getRecord(readSegment((await params).id)))
}
