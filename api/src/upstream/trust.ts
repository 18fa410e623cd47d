import { z } from 'zod'
import { JSON_TYPE } from '../rest/answers'
import { defineEndpoint } from '../rest/endpoint'

/** What verdicts of this network are made with: a verifier elsewhere needs the same to come to the same. */
export const trustEndpoint = defineEndpoint({
  path: '/trust.json',
  summary: 'Trust material of the network: pinned roots, known releases, operating systems and models, with sources.',
  params: z.object({}),
  query: z.object({}),
  mayMiss: false,
  produces: { type: 'application/json', description: 'Network, chain and trust material.' },
  serve: async (_params, _query, { network: { name, displayName, chainId, trust } }) => ({
    type: JSON_TYPE,
    body: JSON.stringify({ network: name, displayName, chainId, trust }),
    cache: 'public, max-age=300',
  }),
})
