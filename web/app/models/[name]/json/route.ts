import { answerJson } from '../../../../lib/json-twin'
import { getModel } from '../../../../lib/model-api'
import { readSegment } from '../../../../lib/segment'

/** The model of the page above as JSON, its first page of settlements included. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  return answerJson(await getModel(readSegment((await params).name), undefined))
}
