import { prepareValue } from 'pg/lib/utils'
import { groupByKey, type Relation } from '../context'
import { finalityOf } from '../words/finality'
import type { Finality } from '../words/words'
import { LOWER_NAMES, NAMES } from './names'
import type { Committed, StrategyCommitment } from './types'
import { readBytes, readDataCard, readText } from './value'

/** Cards read of one agent, newest first, and characters of one. */
const MAX_CARDS = 10
const MAX_CARD = 16_384
/** Entries of metadata and hashes of a token's data that are read of one agent, newest first. */
const MAX_ENTRIES = 100

interface Row {
  agent: string
  source: 'card' | 'metadata' | 'inft'
  name: string
  /** URI of a card, null where it is not read; bytes of metadata as hex; the data hash of a token. */
  value: string | null
  size: number
  from_block: number
  to_block: number | null
  tx_hash: string
  finality: Finality
}

/** Both lists of names as the statement takes them: written once, not for every agent. */
const [NAMES_VALUE, LOWER_NAMES_VALUE] = [NAMES, LOWER_NAMES].map((names) => prepareValue([...names.keys()]))

/** What agents named on chain for their system text and tools. */
export const committedByAgent: Relation<string, Committed> = {
  load: async (agents, { services }) => {
    const values = [agents, NAMES_VALUE, LOWER_NAMES_VALUE, MAX_CARDS + 1, MAX_ENTRIES + 1, MAX_CARD]
    const rows = await services.database.query<Row & Record<string, unknown>>(SQL, values, true)
    return groupByKey(agents, rows, (row) => row.agent).map(toCommitted)
  },
}

function toCommitted(rows: Row[]): Committed {
  const of = (source: Row['source']) => rows.filter((row) => row.source === source)
  const cards = of('card')
  const read = cards.slice(0, MAX_CARDS)
  const isCut = of('metadata').length > MAX_ENTRIES || of('inft').length > MAX_ENTRIES
  // Of cards one stands at a time, so those left out ended where the oldest that was read begins.
  const cardsFrom = cards.length > MAX_CARDS ? (read.at(-1)?.from_block ?? 0) : 0
  const commitments = [...read, ...of('metadata'), ...of('inft')].flatMap(toCommitments)
  return {
    commitments: commitments.sort((a, b) => b.fromBlock - a.fromBlock),
    completeFrom: isCut ? Number.MAX_SAFE_INTEGER : cardsFrom,
    unreadCards: read.filter((row) => row.value === null).length,
  }
}

function toCommitments(row: Row): StrategyCommitment[] {
  const { source, name, value } = row
  const placed = {
    source,
    fromBlock: row.from_block,
    toBlock: row.to_block,
    txHash: row.tx_hash,
    finality: row.finality,
  }
  if (value === null) return []
  if (source === 'card') {
    const card = readDataCard(value) ?? {}
    return [...NAMES].flatMap(([key, about]) => {
      const named = card[key]
      return typeof named === 'string' ? [{ ...placed, about, name: { text: key }, ...readText(named) }] : []
    })
  }
  const about = NAMES.get(name) ?? LOWER_NAMES.get(name.toLowerCase())
  if (about === undefined) return []
  const read = source === 'inft' ? ({ form: 'data', value: value.slice(2) } as const) : readBytes(value, row.size)
  return [{ ...placed, about, name: { text: name }, ...read }]
}

const FINALITY = finalityOf('coalesce(to_block, from_block)')

/** A token of AgenticID is the agent's where its registry is that contract, or where that contract holds the agent. */
const SQL = `
select k.id as agent, c.* from unnest($1::text[]) k(id) cross join lateral (
  (select 'card' as source, '' as name, case when uri ilike 'data:%' and length(uri) <= $6 then uri end as value,
     0 as size, from_block, to_block, tx_hash, ${FINALITY}
   from agent_card where agent_id = k.id order by from_block desc, id desc limit $4)
  union all
  (select 'metadata', key, value, value_size, from_block, to_block, tx_hash, ${FINALITY}
   from agent_metadata where agent_id = k.id and key = any($2::text[]) order by from_block desc, id desc limit $5)
  union all
  (select 'inft', d.description, d.data_hash, 32, d.from_block, d.to_block, d.tx_hash, ${FINALITY}
   from agent a join inft_data d on d.inft_id in (a.registry_id || '-' || a.agent_id, a.owner || '-' || a.agent_id)
   where a.id = k.id and lower(d.description) = any($3::text[]) order by d.from_block desc, d.id desc limit $5)) c`
