import { compareAgents } from '../../../lib/compare'
import { readIds } from '../../../lib/compare-ids'

/** The agents of the comparison as JSON, each with its figures or why there are none. */
export async function GET(request: Request): Promise<Response> {
  const columns = await compareAgents(readIds(new URL(request.url).searchParams.getAll('a')))
  const agents = columns.map(({ text, result }) => ({
    id: text,
    state: result.kind,
    agent: result.kind === 'found' ? result.value : null,
  }))
  const status = agents.some(({ state }) => state === 'upstream-down') ? 502 : 200
  return Response.json({ agents }, { status, headers: { 'cache-control': 'no-store' } })
}
