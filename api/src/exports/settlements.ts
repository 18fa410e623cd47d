import type { Database } from '../db/database'
import { type Column, type Dataset, PAGE, type Value } from './dataset'
import { type Day, searchFirst, toExtent } from './days'

const COLUMNS: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'block_number', kind: 'int' },
  { name: 'block_time', kind: 'time' },
  { name: 'block_hash', kind: 'text' },
  { name: 'tx_hash', kind: 'text' },
  { name: 'log_index', kind: 'int' },
  { name: 'contract', kind: 'text' },
  { name: 'payer', kind: 'text' },
  { name: 'provider', kind: 'text' },
  { name: 'status', kind: 'int' },
  { name: 'accepted', kind: 'boolean' },
  { name: 'settled_amount', kind: 'text' },
  { name: 'unsettled_amount', kind: 'text' },
  { name: 'total_fee', kind: 'text' },
  { name: 'requests_hash', kind: 'text' },
  { name: 'nonce', kind: 'text' },
  { name: 'signer', kind: 'text' },
  { name: 'signer_acknowledged', kind: 'boolean' },
  { name: 'window_from_block', kind: 'int' },
]

interface Place extends Record<string, unknown> {
  block_number: number
  n: number
  id: string
}

/** What the chain says of the settlements of a day, refused ones included. */
export const settlementExport: Dataset = {
  name: 'settlements',
  description:
    'Settlements in final blocks of the day (block time, UTC), in the order of the chain. Amounts are neuron.',
  columns: COLUMNS,
  extent: async (database) => {
    const [row] = await database.query<{ first: Date | null; known: Date | null }>(EXTENT_SQL)
    return toExtent(row?.first ?? null, row?.known ?? null)
  },
  pages: readPages,
}

async function* readPages(database: Database, day: Day): AsyncGenerator<Value[][]> {
  const names = COLUMNS.map((column) => column.name).join(', ')
  const sql = `select n, ${names} from settlement where (block_number, n, id) > ($1::int, $2::int, $3::varchar)
    and block_number < $4 order by block_number, n, id limit $5`
  const [from, until] = [await findBlock(database, day.from), await findBlock(database, day.until)]
  let after: [number, number, string] = [from - 1, 0x7fffffff, '']
  for (;;) {
    const rows = await database.query<Place>(sql, [...after, until, PAGE])
    if (rows.length > 0) yield rows.map((row) => COLUMNS.map(({ name }) => row[name] as Value))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [last.block_number, last.n, last.id]
  }
}

/** First block from which on every settlement is of this time or later: time grows with the blocks. */
async function findBlock(database: Database, time: number): Promise<number> {
  return searchFirst(0, 0x7fffffff, async (block) => {
    const sql = `select block_time from settlement where block_number >= $1 order by block_number, n, id limit 1`
    const [row] = await database.query<{ block_time: Date }>(sql, [block])
    return row === undefined || row.block_time.getTime() >= time
  })
}

/** A day is whole once something final is known of a later one. */
const EXTENT_SQL = `
with final as (select coalesce(max(height), -1) as height from squid_processor.status)
select (select block_time from settlement order by block_number, n, id limit 1) as first,
  greatest(
    (select block_time from settlement, final where block_number <= final.height order by block_number desc, n desc, id desc limit 1),
    (select block_time from anchor, final where block_number <= final.height order by block_number desc limit 1)) as known`
