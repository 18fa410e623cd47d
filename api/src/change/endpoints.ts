import { z } from 'zod'
import { FOLLOWS_HEAD, notFound } from '../rest/answers'
import { type Answer, defineEndpoint, type Tools } from '../rest/endpoint'
import { agentFeedQuery, type ChangePageFragment, providerFeedQuery } from '../rest/generated/operations'
import { address, agentId } from '../rest/params'
import { toAtom } from './atom'
import { feedPath } from './feedPath'
import type { ChangeRow } from './sentence'

const query = z.object({
  after: z.string().max(600).optional().meta({ description: 'Of the link `next` of the page before.' }),
})
const produces = { type: 'application/atom+xml', description: 'Atom feed (RFC 4287), the newest 50 changes.' }

interface Page {
  kind: 'agents' | 'providers'
  id: string
  title: string
  updated: string
  changes: ChangePageFragment
  after: string | undefined
  indexedHeight: number
}

/** The tag is that of the bytes: a head that goes on without a change is answered with 304. */
function send(page: Page, { origin, network }: Tools): Answer {
  const { kind, id, changes, after } = page
  const path = `${origin}${feedPath(kind, id)}`
  const { hasNextPage, endCursor } = changes.pageInfo
  const body = toAtom({
    title: page.title,
    chainId: network.chainId,
    subject: id,
    self: after === undefined ? path : `${path}?after=${encodeURIComponent(after)}`,
    alternate: `${origin}/v1/${kind}/${encodeURIComponent(id)}.json`,
    next: hasNextPage && endCursor ? `${path}?after=${encodeURIComponent(endCursor)}` : undefined,
    updated: page.updated,
    entries: changes.nodes,
    linkOf: ({ settlementId }: ChangeRow) =>
      settlementId === null
        ? `${origin}/v1/${kind}/${encodeURIComponent(id)}.json`
        : `${origin}/v1/settlements/${encodeURIComponent(settlementId)}.json`,
  })
  const headers = { 'x-indexed-height': String(page.indexedHeight) }
  return { type: 'application/atom+xml; charset=utf-8', body, cache: FOLLOWS_HEAD, headers }
}

/** Changes that whoever risks money on an agent or a provider watches, for a feed reader. */
export const feedEndpoints = [
  defineEndpoint({
    path: '/agents/{id}/feed.atom',
    summary: 'Changes of an agent: owner, wallet, failed questions of its history, withdrawn evidence.',
    params: z.object({ id: agentId }),
    query,
    produces,
    serve: async ({ id }, { after }, tools) => {
      const { agent, meta } = await tools.ask(agentFeedQuery, { id, after })
      if (!agent) throw notFound('agent', id, meta, tools.network)
      const { changes, mintedTime: updated, name } = agent
      const title = `Agent ${agent.id}${name ? `: ${name.text}` : ''}`
      const { indexedHeight } = meta
      return send({ kind: 'agents', id: agent.id, title, updated, changes, after, indexedHeight }, tools)
    },
  }),
  defineEndpoint({
    path: '/providers/{address}/feed.atom',
    summary: 'Changes of a provider: signer, code, image, failed questions, withdrawn evidence.',
    params: z.object({ address }),
    query,
    produces,
    serve: async ({ address: asked }, { after }, tools) => {
      const { provider, meta } = await tools.ask(providerFeedQuery, { address: asked, after })
      if (!provider) throw notFound('provider', asked, meta, tools.network)
      const { address: id, changes, revisions } = provider
      const updated = revisions.at(-1)?.fromTime ?? new Date(0).toISOString()
      const { indexedHeight } = meta
      return send({ kind: 'providers', id, title: `Provider ${id}`, updated, changes, after, indexedHeight }, tools)
    },
  }),
]
