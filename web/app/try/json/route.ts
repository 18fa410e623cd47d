import { listAttacks } from '../../../lib/try-api'
import { answerRun } from '../../../lib/try-json'

/** The list of the page above as JSON. */
export async function GET(): Promise<Response> {
  return answerRun(await listAttacks())
}
