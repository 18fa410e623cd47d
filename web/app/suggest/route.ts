import { search } from '../../lib/api'
import { toSuggestions } from '../../lib/suggestions'

/** What the search box suggests for a text. 502 while the API does not answer: the box then shows nothing. */
export async function GET(request: Request): Promise<Response> {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  const text = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
  if (text === '') return Response.json([], { headers })
  const hits = await search(text)
  if (hits.kind !== 'found') return Response.json([], { status: hits.kind === 'upstream-down' ? 502 : 400, headers })
  return Response.json(toSuggestions(hits.value), { headers })
}
