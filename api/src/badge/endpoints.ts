import { z } from 'zod'
import { headed, JSON_TYPE, notFound } from '../rest/answers'
import { defineEndpoint, type Tools } from '../rest/endpoint'
import { type BadgeQuery, badgeQuery, type HeadFragment } from '../rest/generated/operations'
import { agentId } from '../rest/params'
import { EMBED_POLICY, toEmbed } from './embed'
import { oembedEndpoint } from './oembed'
import { summarise } from './summary'
import { toSvg } from './svg'

/** Badges stand in pages that are read often; an old one says of which day it is. */
const CACHE = 'public, max-age=300'
const COLOURS = { neutral: '475467', none: '475467', failed: 'B42318' }

interface Found {
  agent: NonNullable<BadgeQuery['agent']>
  meta: HeadFragment
}

async function find(id: string, { ask, network }: Tools): Promise<Found> {
  const { agent, meta } = await ask(badgeQuery, { id })
  if (!agent) throw notFound('agent', id, meta, network)
  return { agent, meta }
}

const params = z.object({ agent: agentId })
const query = z.object({})

/** What others put on their pages about an agent. */
export const badgeEndpoints = [
  defineEndpoint({
    path: '/badge/{agent}.svg',
    summary:
      'A badge of an agent: how many settlements, which shares are attested and opened, what failed, of which day.',
    params,
    query,
    produces: { type: 'image/svg+xml', description: 'The badge.' },
    serve: async ({ agent: id }, _query, tools) => {
      const { agent, meta } = await find(id, tools)
      const body = toSvg(summarise(agent.shares, meta), `Agent ${agent.id}`)
      const headers = { ...headed(meta, {}).headers, 'content-security-policy': "default-src 'none'; sandbox" }
      return { type: 'image/svg+xml; charset=utf-8', body, cache: CACHE, headers }
    },
  }),
  defineEndpoint({
    path: '/badge/{agent}.json',
    summary: 'The same in the form that shields.io reads (endpoint badge).',
    params,
    query,
    produces: { type: 'application/json', description: 'schemaVersion, label, message, color.' },
    serve: async ({ agent: id }, _query, tools) => {
      const { agent, meta } = await find(id, tools)
      const { label, message, tone } = summarise(agent.shares, meta)
      const body = JSON.stringify({ schemaVersion: 1, label, message, color: COLOURS[tone], cacheSeconds: 300 })
      return { type: JSON_TYPE, body, cache: CACHE, headers: headed(meta, {}).headers }
    },
  }),
  defineEndpoint({
    path: '/embed/{agent}',
    summary: 'A page of an agent for an iframe, without script.',
    params,
    query,
    produces: { type: 'text/html', description: 'The page.' },
    serve: async ({ agent: id }, _query, tools) => {
      const { agent, meta } = await find(id, tools)
      const headers = {
        ...headed(meta, {}).headers,
        'content-security-policy': EMBED_POLICY,
        'referrer-policy': 'no-referrer',
      }
      return { type: 'text/html; charset=utf-8', body: toEmbed(agent, meta), cache: CACHE, headers }
    },
  }),
  oembedEndpoint(find),
]
