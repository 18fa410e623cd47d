import { listMarketplaces, listRouters } from '@touchstone/networks'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { isStrong, MAX_STRONG, type Span, toQualifyingSpans, toWholeBeginnings } from './spans'
import { linksSql } from './sql'
import type { PayerLink } from './types'

/** Links of a payer's address to agents. */
export const linksByPayer: Relation<string, PayerLink[]> = {
  load: async (payers, context) => {
    const rows = await queryLinks('payer', payers, context)
    return groupByKey(payers, rows, (row) => row.payer)
  },
}

/** Links of an agent to payers. */
export const linksByAgent: Relation<string, PayerLink[]> = {
  load: async (agents, context) => {
    const rows = await queryLinks('agent_id', agents, context)
    return groupByKey(agents, rows, (row) => row.agentId)
  },
}

/** The Router pays for many, and no chain tells for whom: it has no links, of whatever kind. */
async function queryLinks(column: 'payer' | 'agent_id', keys: readonly string[], { services }: RequestContext) {
  const values = [keys, MAX_STRONG + 1, listRouters(services.network), listMarketplaces(services.network)]
  return services.database.query<PayerLink & Record<string, unknown>>(linksSql(column), values, true)
}

/** What a payer paid within [from, to) that counts for one agent alone; `from` is the first log of a block. */
export interface HistorySpan extends Span {
  payer: string
}

/** The positions of each linked payer that enter an agent's history. */
export const historySpans: Relation<string, HistorySpan[]> = {
  load: (agents, context) => Promise.all(agents.map((agent) => findSpans(agent, context))),
}

async function findSpans(agentId: string, context: RequestContext): Promise<HistorySpan[]> {
  const links = await context.load(linksByAgent, agentId)
  const payers = [...new Set(links.filter(isStrong).map((link) => link.payer))].sort()
  const spans = payers.map(async (payer) => {
    const own = toQualifyingSpans(await context.load(linksByPayer, payer)).get(agentId) ?? []
    return toWholeBeginnings(own).map((span) => ({ payer, ...span }))
  })
  return (await Promise.all(spans)).flat()
}
