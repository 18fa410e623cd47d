import { listAgents } from '../../../lib/api'
import { answerJson } from '../../../lib/json-twin'
import { readQuery, readView } from '../../../lib/view'

/** The list of agents as JSON, by the same choices in the address. */
export async function GET(request: Request): Promise<Response> {
  const { show, after } = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(await listAgents(show ?? 'linked', after))
}
