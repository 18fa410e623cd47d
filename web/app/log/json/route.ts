import { answerJson } from '../../../lib/json-twin'
import { getLog } from '../../../lib/log-api'

/** The page above as JSON; `?after=` and `?checkpoints=` as there. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  return answerJson(await getLog(searchParams.get('after') ?? undefined, searchParams.get('checkpoints') ?? undefined))
}
