import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import type { Relation, RequestContext } from '../context'
import { HISTORY_GRADES } from '../link/spans'
import { finalityOf } from '../words/finality'
import { parseAddress } from '../words/ids'
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
    const rows = await queryAgents(context, `select ${COLUMNS} from agent a where a.id = any($1::text[])`, [ids])
    const byId = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => byId.get(id) ?? null)
  },
}

/** The agent that a link points at: the link has its foreign key, so there is one. */
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

/** A page of agents, newest minted first. @throws PublicError BAD_USER_INPUT for what cannot be read. */
export async function listAgents(
  context: RequestContext,
  filter: AgentFilter | null | undefined,
  page: PageArgs,
): Promise<Connection<Agent>> {
  const { after } = page
  const first = checkFirst(page.first)
  const values: unknown[] = [first + 1]
  const where = ['true']
  const bind = (value: unknown) => `$${values.push(value)}`
  if (filter?.owner != null) where.push(`a.owner = ${bind(parseAddress('filter.owner', filter.owner))}`)
  if (filter?.wallet != null) where.push(`a.wallet = ${bind(parseAddress('filter.wallet', filter.wallet))}`)
  if (filter?.linked != null) where.push(`${filter.linked ? '' : 'not '}${linkedSql(bind(HISTORY_GRADES))}`)
  if (after != null) {
    const [block, id] = parseCursor('after', after, 'agents', ['int', 'text'])
    where.push(`(a.minted_block, a.id) < (${bind(block)}::int, ${bind(id)}::varchar)`)
  }
  const sql = `select ${COLUMNS} from agent a where ${where.join(' and ')} order by a.minted_block desc, a.id desc limit $1`
  const rows = await queryAgents(context, sql, values)
  return toConnection('agents', rows, first, after ?? undefined, (row) => [row.mintedBlock, row.id])
}

/**
 * Agents with a strong link to somebody who pays, which no other agent's strong link covers whole. Starts from those
 * who pay: of the agents most never do.
 */
function linkedSql(grades: string): string {
  return `a.id in (select l.agent_id
    from (select distinct payer from account) p join payer_link l on l.payer = p.payer
    where l.strength = any(${grades}::text[]) and not exists (
      select from payer_link o where o.payer = l.payer and o.agent_id <> l.agent_id
        and o.strength = any(${grades}::text[]) and o.from_block <= l.from_block
        and (o.to_block is null or o.to_block >= l.to_block)))`
}

async function queryAgents({ services }: RequestContext, sql: string, values: unknown[]): Promise<Agent[]> {
  const rows = await services.database.query<AgentRow & Record<string, unknown>>(sql, values)
  return rows.map((row) => ({
    ...row,
    chainId: Number(row.id.split(':')[1]),
    name: untrusted(row.name),
    description: untrusted(row.description),
    uri: untrusted(row.uri),
  }))
}
