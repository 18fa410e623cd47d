import { listLatest } from '../../lib/api'
import { parseScope } from '../../lib/live/scope'

/**
 * Ids of the newest settlements of a list, newest first, for pages that get no events. 502 while the API does not answer.
 */
export async function GET(request: Request): Promise<Response> {
  const scope = parseScope(new URL(request.url).searchParams)
  if (!scope) return Response.json({ error: 'agent, payer and provider must be ids of that kind' }, { status: 400 })
  const listing = await listLatest(scope)
  const headers = { 'cache-control': 'no-store' }
  return listing.kind === 'found'
    ? Response.json(listing.value.ids, { headers })
    : Response.json([], { status: 502, headers })
}
