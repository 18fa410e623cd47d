import { z } from 'zod'
import { feedLink } from '../change/feedPath'
import { notFound, sendData, withHeaders } from './answers'
import { defineEndpoint, type Produces } from './endpoint'
import { agentQuery, payerQuery, providerQuery, settlementQuery, verdictQuery } from './generated/operations'
import { address, agentId, page, payerId, settlementId, verdictId } from './params'

const json = (description: string, operation: Produces['operation']): Produces => ({
  type: 'application/json',
  description,
  operation,
})

/** One document for each thing: the answer of one query, as GraphQL gives it. */
export const documentEndpoints = [
  defineEndpoint({
    path: '/settlements/{id}.json',
    summary: 'A settlement with its six questions, every check, its verdicts and what was published about it.',
    params: z.object({ id: settlementId }),
    query: z.object({}),
    produces: json('The settlement.', settlementQuery as never),
    serve: async ({ id }, _query, { ask, network }) => {
      const data = await ask(settlementQuery, { id })
      if (!data.settlement) throw notFound('settlement', id, data.meta, network)
      return sendData(data)
    },
  }),
  defineEndpoint({
    path: '/verdicts/{id}.json',
    summary:
      'One signed judgement, with the bytes that are signed. A later one may supersede it: the settlement says which holds.',
    params: z.object({ id: verdictId }),
    query: z.object({}),
    produces: json('The verdict.', verdictQuery as never),
    serve: async ({ id }, _query, { ask, network }) => {
      const data = await ask(verdictQuery, { id })
      if (!data.verdict) throw notFound('verdict', id, data.meta, network)
      return sendData(data)
    },
  }),
  defineEndpoint({
    path: '/agents/{id}.json',
    summary: 'An agent: who owns it, who pays for it, and its history with the shares of what is proven.',
    params: z.object({ id: agentId }),
    query: page,
    produces: json('The agent.', agentQuery as never),
    serve: async ({ id }, query, { ask, network }) => {
      const data = await ask(agentQuery, { id, ...query })
      if (!data.agent) throw notFound('agent', id, data.meta, network)
      return withHeaders(sendData(data), feedLink('agents', data.agent.id))
    },
  }),
  defineEndpoint({
    path: '/payers/{id}.json',
    summary: 'An address that pays: its accounts, its links to agents, its settlements.',
    params: z.object({ id: payerId }),
    query: page,
    produces: json('The payer.', payerQuery as never),
    serve: async ({ id }, query, { ask, network }) => {
      const data = await ask(payerQuery, { id, ...query })
      if (!data.payer) throw notFound('payer', id, data.meta, network)
      return sendData(data)
    },
  }),
  defineEndpoint({
    path: '/providers/{address}.json',
    summary: 'A provider: its service as it changed, its signer’s acknowledgements, its settlements.',
    params: z.object({ address }),
    query: page,
    produces: json('The provider.', providerQuery as never),
    serve: async (params, query, { ask, network }) => {
      const data = await ask(providerQuery, { ...params, ...query })
      if (!data.provider) throw notFound('provider', params.address, data.meta, network)
      return withHeaders(sendData(data), feedLink('providers', data.provider.address))
    },
  }),
]
