import { answerJson } from '../../../../lib/json-twin'
import { getPayload } from '../../../../lib/published-api'
import { readSegment } from '../../../../lib/segment'

/** The object of the page above as JSON. */
export async function GET(_request: Request, { params }: { params: Promise<{ root: string }> }): Promise<Response> {
  return answerJson(await getPayload(readSegment((await params).root)))
}
