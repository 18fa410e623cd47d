import { answerJson } from '../../../lib/json-twin'
import { getNetworkPage } from '../../../lib/network-api'

/** The page above as JSON. */
export async function GET(): Promise<Response> {
  return answerJson(await getNetworkPage())
}
