import { z } from 'zod'
import { FOLLOWS_HEAD, headed, JSON_TYPE } from './answers'
import { defineEndpoint } from './endpoint'
import { type FindQuery, findQuery } from './generated/operations'
import { anyId } from './params'

type Hit = FindQuery['search'][number]

/** Any id: what it names here, with the addresses of the documents; a single hit is answered by a redirection. */
export const findEndpoint = defineEndpoint({
  path: '/find/{id}',
  summary:
    'What any id names: redirects to the document where it is one thing, lists them where it is several or none.',
  params: z.object({ id: anyId }),
  query: z.object({}),
  mayMiss: false,
  produces: { type: 'application/json', description: 'The hits.', operation: findQuery as never },
  serve: async ({ id }, _query, { ask }) => {
    const data = await ask(findQuery, { text: id })
    const hits = data.search.map((hit) => ({ ...hit, path: pathOf(hit) }))
    const [only] = hits
    const location = hits.length === 1 ? (only?.path ?? undefined) : undefined
    const { tagged, headers } = headed(data.meta, data)
    return {
      status: location === undefined ? 200 : 302,
      type: JSON_TYPE,
      body: JSON.stringify({ ...data, search: hits }),
      cache: FOLLOWS_HEAD,
      tagged,
      headers: { ...headers, ...(location === undefined ? {} : { location }) },
    }
  },
})

/** Where a hit's document is; null for what has none of its own. */
function pathOf({ kind, id }: Hit): string | null {
  const name = encodeURIComponent(id)
  switch (kind) {
    case 'agent':
      return `/v1/agents/${name}.json`
    case 'payer':
      return `/v1/payers/${name}.json`
    case 'provider':
      return `/v1/providers/${name}.json`
    case 'settlement':
      return `/v1/settlements/${name}.json`
    default:
      return null
  }
}
