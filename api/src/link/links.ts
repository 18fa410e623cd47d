import { groupByKey, type Relation, type RequestContext } from '../context'
import { HISTORY_GRADES, type Span, toQualifyingSpans } from './spans'
import type { PayerLink } from './types'

/** Weak links shown of one party, newest first: anyone can push any number of tokens to anyone. */
const MAX_WEAK = 100

const COLUMNS = `id, agent_id as "agentId", payer, type, strength, evidence, from_block as "fromBlock",
  to_block as "toBlock", tx_hash as "txHash"`

/** All links that decide about histories, and the newest of the others. */
function linksSql(column: 'payer' | 'agent_id'): string {
  return `
    select l.* from unnest($1::text[]) k(key) cross join lateral (
      (select ${COLUMNS} from payer_link where ${column} = k.key and strength = any($2::text[]))
      union all
      (select ${COLUMNS} from payer_link where ${column} = k.key and not strength = any($2::text[])
        order by from_block desc, id limit $3)) l
    order by l."fromBlock" desc, l.id`
}

/** Links of a payer's address to agents. */
export const linksByPayer: Relation<string, PayerLink[]> = {
  load: async (payers, { services }) => {
    const values = [payers, HISTORY_GRADES, MAX_WEAK]
    const rows = await services.database.query<PayerLink & Record<string, unknown>>(linksSql('payer'), values)
    return groupByKey(payers, rows, (row) => row.payer)
  },
}

/** Links of an agent to payers. */
export const linksByAgent: Relation<string, PayerLink[]> = {
  load: async (agents, { services }) => {
    const values = [agents, HISTORY_GRADES, MAX_WEAK]
    const rows = await services.database.query<PayerLink & Record<string, unknown>>(linksSql('agent_id'), values)
    return groupByKey(agents, rows, (row) => row.agentId)
  },
}

/** A payer's blocks that count for one agent alone. */
export interface HistorySpan extends Span {
  payer: string
}

/** The blocks of each linked payer that enter an agent's history. */
export const historySpans: Relation<string, HistorySpan[]> = {
  load: (agents, context) => Promise.all(agents.map((agent) => findSpans(agent, context))),
}

async function findSpans(agentId: string, context: RequestContext): Promise<HistorySpan[]> {
  const links = await context.load(linksByAgent, agentId)
  const strong = links.filter((link) => HISTORY_GRADES.includes(link.strength))
  const payers = [...new Set(strong.map((link) => link.payer))].sort()
  const spans = payers.map(async (payer) => {
    const own = toQualifyingSpans(await context.load(linksByPayer, payer)).get(agentId) ?? []
    return own.map((span) => ({ payer, ...span }))
  })
  return (await Promise.all(spans)).flat()
}
