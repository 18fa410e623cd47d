import { z } from 'zod'
import { JSON_TYPE } from '../rest/answers'
import { defineEndpoint, type Endpoint, type Tools } from '../rest/endpoint'
import type { BadgeQuery } from '../rest/generated/operations'
import { RestError } from '../rest/restError'
import { findAgentId } from '../words/ids'

const WIDTH = 560
const HEIGHT = 340
const side = z.coerce
  .number({ error: 'expected pixels, 100 to 4096' })
  .int('expected pixels, 100 to 4096')
  .min(100, 'expected pixels, 100 to 4096')
  .max(4096, 'expected pixels, 100 to 4096')
  .optional()

const query = z.object({
  url: z
    .string({ error: 'expected the address of an agent’s page' })
    .max(1_000)
    .meta({
      description: 'Address of an agent’s page, here or in the explorer.',
      examples: ['https://…/agents/eip155:…'],
    }),
  maxwidth: side.meta({ description: 'Pixels.' }),
  maxheight: side.meta({ description: 'Pixels.' }),
  format: z
    .enum(['json', 'xml'], { error: 'expected json' })
    .default('json')
    .meta({ description: 'Only json is served.' }),
})

type Find = (id: string, tools: Tools) => Promise<{ agent: NonNullable<BadgeQuery['agent']> }>

/** oEmbed 1.0: from the address of an agent's page to an iframe of it. No words of the agent's own are in it. */
export function oembedEndpoint(find: Find): Endpoint {
  return defineEndpoint({
    path: '/oembed',
    summary: 'oEmbed 1.0: how to show the page of an agent as an iframe.',
    params: z.object({}),
    query,
    produces: { type: 'application/json', description: 'A rich oEmbed answer.' },
    serve: async (_params, { url, maxwidth, maxheight, format }, tools) => {
      if (format === 'xml')
        throw new RestError('BAD_USER_INPUT', 'format: only json is served.', { argument: 'format' })
      const { agent } = await find(readAgent(url), tools)
      const [width, height] = [Math.min(WIDTH, maxwidth ?? WIDTH), Math.min(HEIGHT, maxheight ?? HEIGHT)]
      const source = `${tools.origin}/v1/embed/${encodeURIComponent(agent.id)}`
      const html = `<iframe src="${source}" width="${width}" height="${height}" sandbox="allow-popups" loading="lazy" title="Inference evidence of agent ${agent.agentId}" style="border:0"></iframe>`
      const answer = { version: '1.0', type: 'rich', provider_name: 'Touchstone', provider_url: tools.origin }
      const body = JSON.stringify({ ...answer, title: `Agent ${agent.id}`, html, width, height, cache_age: 300 })
      return { type: JSON_TYPE, body, cache: 'public, max-age=300' }
    },
  })
}

/** @throws RestError where the address is none of an agent's page. */
function readAgent(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:'
  const part = isWeb ? /\/(?:agents|embed)\/([^/]+?)(?:\.json)?\/?$/.exec(parsed.pathname)?.[1] : undefined
  const id = part === undefined ? undefined : findAgentId(decode(part))
  if (id === undefined)
    throw new RestError(
      'BAD_USER_INPUT',
      'url: expected the address of an agent’s page, such as https://…/agents/eip155:…',
      {
        argument: 'url',
      },
    )
  return id
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
