import { listLatestIds } from '../../lib/api'
import { parseAddress, parseAgentId } from '../../lib/ids'
import type { Scope } from '../../lib/routes'

/** Ids of the newest settlements of a list, newest first, for new-settlements.tsx. 502 while the API does not answer. */
export async function GET(request: Request): Promise<Response> {
  const scope = parseScope(new URL(request.url).searchParams)
  if (!scope) return Response.json({ error: 'agent, payer and provider must be ids of that kind' }, { status: 400 })
  const ids = await listLatestIds(scope)
  const headers = { 'cache-control': 'no-store' }
  return ids.kind === 'found' ? Response.json(ids.value, { headers }) : Response.json([], { status: 502, headers })
}

function parseScope(params: URLSearchParams): Scope | undefined {
  const scope: Scope = {}
  const agent = params.get('agent')
  if (agent !== null) {
    const id = parseAgentId(agent)
    if (id.kind === 'malformed') return undefined
    scope.agent = id.id
  }
  for (const party of ['payer', 'provider'] as const) {
    const text = params.get(party)
    if (text === null) continue
    const address = parseAddress(text)
    if (address.kind === 'malformed') return undefined
    scope[party] = address.address
  }
  return scope
}
