import { agentById, findAgentsOf } from '../agent/agents'
import type { Agent } from '../agent/types'
import type { RequestContext } from '../context'
import { badInput } from '../errors'
import { payerExists, toPayer } from '../payer/payers'
import { providerByAddress } from '../provider/providers'
import { settlementById } from '../settlement/page'
import { findAgentId, findSettlementId } from '../words/ids'
import { findAgentIdsByName, findModels } from './names'
import { warnOf } from './nameWarnings'
import type { SearchHit } from './types'

const MAX_TEXT = 200
const MAX_HITS = 10
const MAX_BLOCK = 0x7fffffffn

/** What a text stands for, by its shape; a text of no known shape is looked for in the agents' names. */
export async function search(context: RequestContext, text: string): Promise<SearchHit[]> {
  const term = text.trim()
  if (term.length === 0 || text.length > MAX_TEXT) throw badInput('text', `1 to ${MAX_TEXT} characters`, text)
  const lower = term.toLowerCase()
  const agentId = findAgentId(term)
  if (agentId) return [await context.load(agentById, agentId)].flatMap(toAgentHits)
  const settlementId = findSettlementId(term)
  if (settlementId) return findSettlement(context, settlementId)
  const address = /^(?:eip155:(\d{1,18}):)?(0x[0-9a-f]{40})$/.exec(lower)
  if (address?.[2]) return findByAddress(context, address[2], address[1])
  if (/^0x[0-9a-f]{64}$/.test(lower)) return findByHash(context, lower)
  if (/^\d{1,78}$/.test(term)) return findByNumber(context, BigInt(term))
  return findByName(context, term)
}

async function findSettlement(context: RequestContext, id: string): Promise<SearchHit[]> {
  const found = await context.load(settlementById, id)
  return found ? [toSettlementHit({ id, detail: found.outcome })] : []
}

async function findByAddress(
  context: RequestContext,
  address: string,
  chain: string | undefined,
): Promise<SearchHit[]> {
  if (chain !== undefined && Number(chain) !== context.services.network.chainId) return []
  const [pays, provider, agents] = await Promise.all([
    context.load(payerExists, address),
    context.load(providerByAddress, address),
    findAgentsOf(context, address, MAX_HITS),
  ])
  return [
    ...agents.flatMap(toAgentHits),
    ...(pays ? [{ kind: 'payer', id: toPayer(context, address).id, label: address, detail: null }] : []),
    ...(provider ? [{ kind: 'provider', id: address, label: address, detail: null }] : []),
  ]
}

interface HashRow extends Record<string, unknown> {
  id: string
  detail: string
}

/** A transaction, a requestsHash, or the root of a published file. */
async function findByHash({ services }: RequestContext, hash: string): Promise<SearchHit[]> {
  const rows = await services.database.query<HashRow>(HASH_SQL, [hash, MAX_HITS])
  const isTransaction = rows.some((row) => row.detail === 'in this transaction')
  const transaction = { kind: 'transaction', id: hash, label: hash, detail: null }
  if (rows.length > 0) return [...(isTransaction ? [transaction] : []), ...rows.map(toSettlementHit)]
  const files = await services.database.query<HashRow & { kind: string }>(FILE_SQL, [hash, MAX_HITS])
  return files.map(({ kind, id, detail }) => ({ kind, id, label: id, detail }))
}

async function findByNumber(context: RequestContext, agentId: bigint): Promise<SearchHit[]> {
  const sql = `select 'eip155:' || chain_id || ':' || id || ':' || $1::text as id from registry order by id limit $2`
  const rows = await context.services.database.query<{ id: string }>(sql, [String(agentId), MAX_HITS])
  const agents = await Promise.all(rows.map((row) => context.load(agentById, row.id)))
  const inBlock = agentId <= MAX_BLOCK ? await findByBlock(context, Number(agentId)) : []
  return [...agents.flatMap(toAgentHits), ...inBlock]
}

async function findByBlock({ services }: RequestContext, block: number): Promise<SearchHit[]> {
  const sql = `select id, 'in this block' as detail from settlement where block_number = $1 order by n, id limit $2`
  return (await services.database.query<HashRow>(sql, [block, MAX_HITS])).map(toSettlementHit)
}

async function findByName(context: RequestContext, term: string): Promise<SearchHit[]> {
  const [ids, models] = await Promise.all([
    findAgentIdsByName(context.services, term, MAX_HITS),
    findModels(context.services, term, MAX_HITS),
  ])
  const agents = await Promise.all(ids.map((id) => context.load(agentById, id)))
  return [
    ...agents.flatMap(toAgentHits).map((hit) => ({ ...hit, warnings: warnOf(hit.name?.text ?? '', term) })),
    ...models.map(({ provider, model }) => {
      const hit = { kind: 'provider', id: provider, label: provider, detail: 'serves this model' }
      return { ...hit, name: { text: model }, warnings: warnOf(model, term) }
    }),
  ]
}

function toAgentHits(agent: Agent | null): SearchHit[] {
  if (!agent) return []
  const label = `Agent ${agent.agentId}`
  const warnings = agent.name ? warnOf(agent.name.text, null) : []
  return [{ kind: 'agent', id: agent.id, label, detail: agent.owner, name: agent.name, warnings }]
}

function toSettlementHit({ id, detail }: { id: string; detail: string }): SearchHit {
  return { kind: 'settlement', id, label: id, detail }
}

const HASH_SQL = `
select distinct on (id) id, detail from (
  (select id, 'in this transaction' as detail, 1 as place from settlement where tx_hash = $1 order by n limit $2)
  union all
  (select id, 'with this requestsHash', 2 from settlement where requests_hash = $1 order by block_number desc limit $2)
  union all
  (select s.id, 'opened by the file with this root', 3 from verdicts.trail_settlement t
    join settlement s on s.payer = t.payer and s.provider = t.provider and s.nonce = t.nonce and s.accepted
    where t.root = $1 limit $2)) hits
order by id, place limit $2`

/** A root that opens no settlement: the bytes that were fetched for it, and who submitted it. */
const FILE_SQL = `
(select 'payload' as kind, root as id,
  case when withdrawn_at is null then 'its bytes were fetched' else 'its bytes are withdrawn' end as detail
  from verdicts.payload where root = $1)
union all
(select 'anchor', id, 'submitted by ' || author from anchor where root = $1 order by block_number, log_index limit $2)`
