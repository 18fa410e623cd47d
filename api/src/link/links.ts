import { listMarketplaces, listRouters } from '@touchstone/networks'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { isStrong, MAX_STRONG, type Span, toQualifyingSpans, toWholeBeginnings } from './spans'
import { ATTRIBUTED_SQL, linksSql } from './sql'
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

/** The same, for who also asks which of them enter the history: the links of the strongly linked payers come with them. */
export const attributedLinks: Relation<string, PayerLink[]> = {
  load: async (agents, context) => {
    const { database } = context.services
    const values = valuesOf(agents, context)
    const rows = await database.query<PayerLink & { side: 'agent' | 'payer' }>(ATTRIBUTED_SQL, values, true)
    const links = { agent: [] as PayerLink[], payer: [] as PayerLink[] }
    for (const { side, ...link } of rows) links[side].push(link)
    const payers = [...new Set(links.payer.map((link) => link.payer))]
    const byPayer = groupByKey(payers, links.payer, (link) => link.payer)
    for (const [index, payer] of payers.entries()) context.prime(linksByPayer, payer, byPayer[index] ?? [])
    const byAgent = groupByKey(agents, links.agent, (link) => link.agentId)
    for (const [index, agent] of agents.entries()) context.prime(linksByAgent, agent, byAgent[index] ?? [])
    return byAgent
  },
}

async function queryLinks(column: 'payer' | 'agent_id', keys: readonly string[], context: RequestContext) {
  const { database } = context.services
  return database.query<PayerLink & Record<string, unknown>>(linksSql(column), valuesOf(keys, context), true)
}

/** The Router pays for many, and no chain tells for whom: it has no links, of whatever kind. */
function valuesOf(keys: readonly string[], { services: { network } }: RequestContext): unknown[] {
  return [keys, MAX_STRONG + 1, listRouters(network), listMarketplaces(network)]
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
  const links = await context.load(attributedLinks, agentId)
  const payers = [...new Set(links.filter(isStrong).map((link) => link.payer))].sort()
  const spans = payers.map(async (payer) => {
    const own = toQualifyingSpans(await context.load(linksByPayer, payer)).get(agentId) ?? []
    return toWholeBeginnings(own).map((span) => ({ payer, ...span }))
  })
  return (await Promise.all(spans)).flat()
}
