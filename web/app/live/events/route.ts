import { openStream } from '../../../lib/live/reader'
import { parseScope } from '../../../lib/live/scope'
import { getFeed } from '../../../lib/live/shared-feed'

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Neither kept nor packed: a proxy, or this server, would hold events back until there are enough of them.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  // A connection that is kept for the next request would hold up the end of the server.
  connection: 'close',
}

/** Ids of the newest settlements of a list, newest first, as server-sent events: now, and whenever they are others. */
export function GET(request: Request): Response {
  const scope = parseScope(new URL(request.url).searchParams)
  if (!scope) return Response.json({ error: 'agent, payer and provider must be ids of that kind' }, { status: 400 })
  const feed = getFeed()
  const full = { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '60' } }
  if (!feed.hasRoom()) return Response.json({ error: 'too many pages follow events; ask /live' }, full)
  return new Response(openStream(feed, scope), { headers: HEADERS })
}
