import { answerJson } from '../../../lib/json-twin'
import { listModels } from '../../../lib/model-api'
import { readQuery, readView } from '../../../lib/view'

/** The list of models as JSON. */
export async function GET(request: Request): Promise<Response> {
  return answerJson(await listModels((await readView(Promise.resolve(readQuery(request.url)))).after))
}
