import type { RowList } from '../connection/rowList'
import { groupByKey, type Relation } from '../context'
import { finalityOf } from '../words/finality'
import { textColumn } from '../words/text'
import type { InftData } from './types'

/** Hashes shown of one token, newest first. */
const MAX_DATA = 100

const INTERVAL = `from_block as "fromBlock", to_block as "toBlock", tx_hash as "txHash",
  ${finalityOf('coalesce(to_block, from_block)')}`

const INTERVAL_KEYS = [
  { column: 'from_block', field: 'fromBlock', kind: 'int' },
  { column: 'id', field: 'id', kind: 'text' },
] as const

export const CARD_LIST: RowList = {
  name: 'agentCards',
  columns: `id, agent_id as "agentId", ${textColumn('uri')}, ${INTERVAL}`,
  from: 'agent_card',
  party: 'agent_id',
  keys: INTERVAL_KEYS,
}

export const METADATA_LIST: RowList = {
  name: 'agentMetadata',
  columns: `id, agent_id as "agentId", ${textColumn('key')}, ${textColumn('value')}, value_size as "valueSize", ${INTERVAL}`,
  from: 'agent_metadata',
  keys: INTERVAL_KEYS,
}

export const INFT_LIST: RowList = {
  name: 'infts',
  columns: `id, contract, token_id as "tokenId", owner, minted_block as "mintedBlock", minted_time as "mintedTime",
    tx_hash as "txHash", ${finalityOf('minted_block')}`,
  from: 'inft',
  table: 'inft',
  keys: [
    { column: 'minted_block', field: 'mintedBlock', kind: 'int' },
    { column: 'id', field: 'id', kind: 'text' },
  ],
}

const COUNTED = `json_build_object('minted', coalesce(c.minted, 0)::text, 'withFile', coalesce(c.with_file, 0)::text,
    'withPayments', coalesce(c.with_payments, 0)::text)`

export const REGISTRY_LIST: RowList = {
  name: 'registries',
  columns: `id, chain_id as "chainId", kind, version, ${COUNTED} as agents`,
  from: 'registry left join derived.agent_count c on c.registry = id',
  table: 'registry',
  keys: [{ column: 'id', field: 'id', kind: 'text' }],
}

const DATA_SQL = `select d.* from unnest($1::text[]) k(id) cross join lateral (
  select id, inft_id as "inftId", position, ${textColumn('description')}, data_hash as "dataHash", ${INTERVAL}
  from inft_data where inft_id = k.id order by from_block desc, position, id limit $2) d`

/** Data hashes of tokens, newest first. */
export const dataByInft: Relation<string, InftData[]> = {
  load: async (ids, { services }) => {
    const rows = await services.database.query<InftData & Record<string, unknown>>(DATA_SQL, [ids, MAX_DATA])
    return groupByKey(ids, rows, (row) => row.inftId)
  },
}
