import type { Database } from '../db/database'
import { type Column, type Dataset, PAGE, type Value } from './dataset'
import { type Day, searchFirst, toExtent } from './days'

const OWN: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'agent_id', kind: 'text' },
  { name: 'payer', kind: 'text' },
  { name: 'type', kind: 'text' },
  { name: 'strength', kind: 'text' },
  { name: 'evidence', kind: 'text' },
  { name: 'from_block', kind: 'int' },
  { name: 'from_log_index', kind: 'int' },
]
const COLUMNS: readonly Column[] = [
  { name: 'event', kind: 'text' },
  { name: 'block_number', kind: 'int' },
  { name: 'log_index', kind: 'int' },
  ...OWN,
  { name: 'from_tx_hash', kind: 'text' },
]

/**
 * Where links between agents and payers began and ended: a row that says when a link of an earlier day ended would change
 * that day's file. The end of a link stands in the file of the day on which it came. A link is kept without a time: its day is
 * that of the newest block at or before it whose time is known.
 */
export const linkExport: Dataset = {
  name: 'links',
  description:
    'Links between agents and payers that began or ended in final blocks of the day (block time, UTC), in the order of the chain; one without a row `ended` is in force.',
  columns: COLUMNS,
  extent: async (database) => {
    const [row] = await database.query<{ first: Date | null; known: Date | null }>(EXTENT_SQL)
    return toExtent(row?.first ?? null, row?.known ?? null)
  },
  pages: readPages,
}

const EXTENT_SQL = `select derived.time_at((select min(from_block) from payer_link)) as first,
  derived.time_at((select max(height) from squid_processor.status)) as known`

interface Place extends Record<string, unknown> {
  block_number: number
  log_index: number
  id: string
  event: string
}

async function* readPages(database: Database, day: Day): AsyncGenerator<Value[][]> {
  const from = await findBlock(database, day.from)
  const until = await findBlock(database, day.until)
  let after: [number, number, string, string] = [from - 1, 0x7fffffff, '', '']
  for (;;) {
    const rows = await database.query<Place>(PAGE_SQL, [...after, until, PAGE])
    if (rows.length > 0) yield rows.map((row) => COLUMNS.map(({ name }) => row[name] as Value))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [last.block_number, last.log_index, last.id, last.event]
  }
}

/** First block that is known to be of this time or later. */
async function findBlock(database: Database, time: number): Promise<number> {
  return searchFirst(0, 0x7fffffff, async (block) => {
    const [row] = await database.query<{ at: Date | null }>('select derived.time_at($1) as at', [block])
    return row?.at != null && row.at.getTime() >= time
  })
}

const PAGE_SQL = `select * from (${eventSql('began', 'from')} union all ${eventSql('ended', 'to')}) e
  order by block_number, log_index, id, event limit $6`

/** Beginnings or ends of links behind a place, as many as a page has. */
function eventSql(event: 'began' | 'ended', end: 'from' | 'to'): string {
  const place = `${end}_block, ${end}_log_index, id`
  return `(select '${event}' as event, ${end}_block as block_number, ${end}_log_index as log_index,
      ${OWN.map(({ name }) => name).join(', ')}, tx_hash as from_tx_hash
    from payer_link where (${place}, '${event}') > ($1::int, $2::int, $3::varchar, $4::text)
      and ${end}_block >= $1::int and ${end}_block < $5::int order by ${place} limit $6)`
}
