import { listReports } from '../../../lib/enclave-api'
import { answerJson } from '../../../lib/json-twin'
import { readQuery, readView } from '../../../lib/view'

/** The list of enclave reports as JSON. */
export async function GET(request: Request): Promise<Response> {
  return answerJson(await listReports((await readView(Promise.resolve(readQuery(request.url)))).after))
}
