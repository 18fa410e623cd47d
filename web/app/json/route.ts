import { getHome } from '../../lib/api'
import { answerJson } from '../../lib/json-twin'

/** What the home page shows, as JSON. */
export async function GET(): Promise<Response> {
  return answerJson(await getHome())
}
