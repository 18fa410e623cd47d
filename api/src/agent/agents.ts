import { timesSql } from '../connection/clock'
import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, readNodes, toConnection } from '../connection/page'
import { ofRole, type PartyRank, rankedList } from '../connection/rank'
import { listRows } from '../connection/rowList'
import { tableTotals } from '../connection/total'
import type { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { Relation, RequestContext } from '../context'
import { badInput } from '../errors'
import { HISTORY_GRADES } from '../link/spans'
import { finalityOf } from '../words/finality'
import { parseAddress } from '../words/ids'
import { parseBlocks, parseTimes, readIf } from '../words/ranges'
import { untrusted } from '../words/text'
import type { Agent, AgentFilter } from './types'

type AgentRow = Omit<Agent, 'chainId' | 'name' | 'description' | 'uri'> &
  Record<'name' | 'description' | 'uri', string | null>

const COLUMNS = `a.id, a.registry_id as registry, a.agent_id as "agentId", a.name, a.description, a.uri, a.owner,
  a.resolved_owner as "resolvedOwner", a.wallet, a.minted_block as "mintedBlock", a.minted_time as "mintedTime", a.mint_tx_hash as "mintTxHash",
  ${finalityOf('a.minted_block')}`

/** An agent by its id; null where there is none. */
export const agentById: Relation<string, Agent | null> = {
  load: async (ids, context) => {
    const rows = await queryAgents(context, `select ${COLUMNS} from agent a where a.id = any($1::text[])`, [ids], true)
    const byId = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => byId.get(id) ?? null)
  },
}

/** The agent that a link points at: the database asserts what a link refers to, so there is one. */
export async function getAgent(context: RequestContext, id: string): Promise<Agent> {
  const agent = await context.load(agentById, id)
  if (!agent) throw new Error(`Agent ${id} is linked but has no row`)
  return agent
}

/** Agents whose owner or current wallet an address is, newest first. */
export async function findAgentsOf(context: RequestContext, address: string, limit: number): Promise<Agent[]> {
  const part = (column: string) =>
    `(select id from agent where ${column} = $1 order by minted_block desc, id desc limit $2)`
  const sql = `select ${COLUMNS} from agent a where a.id in (${part('owner')} union ${part('wallet')})
    order by a.minted_block desc, a.id desc limit $2`
  return queryAgents(context, sql, [address, limit])
}

/** A page of agents by their mint, newest first unless `ascending`. @throws PublicError BAD_USER_INPUT for what cannot be read. */
export async function listAgents(
  context: RequestContext,
  filter: AgentFilter | null | undefined,
  page: PageArgs,
  ascending = false,
): Promise<Connection<Agent>> {
  const { after } = page
  const first = checkFirst(page.first)
  const values: unknown[] = [first + 1]
  const where = ['true']
  const bind = (value: unknown) => `$${values.push(value)}`
  if (filter?.owner != null) where.push(`a.owner = ${bind(parseAddress('filter.owner', filter.owner))}`)
  if (filter?.wallet != null) where.push(`a.wallet = ${bind(parseAddress('filter.wallet', filter.wallet))}`)
  if (filter?.registry != null) where.push(`a.registry_id = ${bind(parseAddress('filter.registry', filter.registry))}`)
  if (filter?.linked != null) where.push(`${filter.linked ? '' : 'not '}${linkedSql(bind(HISTORY_GRADES))}`)
  // Of the agents most never pay: those that may are walked, in the same order.
  const from = filter?.linked
    ? 'derived.paying_agent p join agent a on a.id = p.agent_id and a.minted_block = p.minted_block'
    : 'agent a'
  const [block, id] = filter?.linked ? ['p.minted_block', 'p.agent_id'] : ['a.minted_block', 'a.id']
  const blocks = parseBlocks('filter.blocks', filter?.blocks)
  if (blocks.from !== undefined) where.push(`${block} >= ${bind(blocks.from)}`)
  if (blocks.until !== undefined) where.push(`${block} < ${bind(blocks.until)}`)
  const times = parseTimes('filter.times', filter?.times)
  where.push(...timesSql({ time: 'a.minted_time', block }, times, (value, type) => `${bind(value)}::${type}`))
  const isWhole = where.length === 1
  if (after != null) {
    const position = parseCursor('after', after, 'agents', ['int', 'text'])
    const sign = ascending ? '>' : '<'
    where.push(`(${block}, ${id}) ${sign} (${bind(position[0])}::int, ${bind(position[1])}::varchar)`)
  }
  const direction = ascending ? 'asc' : 'desc'
  const sql = `select ${COLUMNS} from ${from} where ${where.join(' and ')}
    order by ${block} ${direction}, ${id} ${direction} limit $1`
  const rows = await queryAgents(context, sql, values)
  const connection = toConnection('agents', rows, first, after ?? undefined, (row) => [row.mintedBlock, row.id])
  return isWhole
    ? Object.assign(connection, { total: () => context.load(tableTotals, { table: 'agent' }) })
    : connection
}

const UNRANKED = ['blocks', 'times', 'owner', 'wallet', 'linked'] as const

/**
 * Agents by what entered their histories, the largest first.
 * @throws PublicError BAD_USER_INPUT for what cannot be read, and for a condition of which the largest are not kept.
 */
export async function listLargestAgents(
  context: RequestContext,
  rank: PartyRank,
  filter: AgentFilter | null | undefined,
  page: PageArgs,
): Promise<Connection<Agent>> {
  for (const name of UNRANKED)
    if (filter?.[name] != null) throw badInput(`filter.${name}`, `no ${name} beside rank`, JSON.stringify(filter[name]))
  const where = ofRole(new Where(), 'agent')
  where.equal('a.registry_id', readIf('filter.registry', filter?.registry, parseAddress))
  const list = rankedList('agents', rank, 'a.id', 'join agent a on a.id = t.address')
  const ranked = await listRows<{ id: string }>(context, list, where, page)
  return readNodes(ranked, ({ id }) => context.load(agentById, id))
}

/**
 * Whether an agent `a` has a strong link to somebody who pays, which no other agent's strong link covers whole. `offset 0`
 * keeps the planner to one look-up an agent: it would read every link for the few on a page.
 */
function linkedSql(grades: string): string {
  return `exists (select from payer_link l
    where l.agent_id = a.id and l.strength = any(${grades}::text[])
      and exists (select from account p where p.payer = l.payer offset 0)
      and not exists (
        select from payer_link o where o.payer = l.payer and o.agent_id <> l.agent_id
          and o.strength = any(${grades}::text[]) and o.from_block <= l.from_block
          and (o.to_block is null or o.to_block >= l.to_block) offset 0)
    offset 0)`
}

async function queryAgents(
  { services }: RequestContext,
  sql: string,
  values: unknown[],
  planned = false,
): Promise<Agent[]> {
  const rows = await services.database.query<AgentRow & Record<string, unknown>>(sql, values, planned)
  return rows.map((row) => ({
    ...row,
    chainId: Number(row.id.split(':')[1]),
    name: untrusted(row.name),
    description: untrusted(row.description),
    uri: untrusted(row.uri),
  }))
}
