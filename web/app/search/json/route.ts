import { search } from '../../../lib/api'
import { answerJson } from '../../../lib/json-twin'
import { readQuery, readView } from '../../../lib/view'

/** What a search finds, as JSON; an id of a known form is looked up too instead of being opened. */
export async function GET(request: Request): Promise<Response> {
  const { q } = await readView(Promise.resolve(readQuery(request.url)))
  return answerJson(q?.trim() ? await search(q.trim()) : { kind: 'found', value: [] })
}
