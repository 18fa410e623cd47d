import { listProviders } from '../../../lib/api'
import { answerJson } from '../../../lib/json-twin'
import { readQuery, readView } from '../../../lib/view'

/** The list of providers as JSON. */
export async function GET(request: Request): Promise<Response> {
  return answerJson(await listProviders((await readView(Promise.resolve(readQuery(request.url)))).after))
}
