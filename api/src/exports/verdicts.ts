import type { Database } from '../db/database'
import { type Column, type Dataset, PAGE, type Value } from './dataset'
import { type Day, toExtent } from './days'

const TEXTS: readonly Column[] = [
  'id',
  'settlement_id',
  'inputs',
  'supersedes',
  'outcome',
  'fault',
  'payment',
  'signature',
  'opening',
  'content',
  'enclave',
  'workload',
  'block_hash',
  'key_id',
  'verifier',
].map((name) => ({ name, kind: 'text' }))
const COLUMNS: readonly Column[] = [{ name: 'log_index', kind: 'text' }, ...TEXTS, { name: 'judged_at', kind: 'time' }]

/**
 * Every judgement by the day of its log, superseded ones included. Neither a verdict's number nor its time says when it can
 * be seen: a transaction that began yesterday may end today. A place in the log is given once, and a checkpoint covers all
 * places before its size, so that which verdicts a day has follows from what is append-only.
 */
export const verdictExport: Dataset = {
  name: 'verdicts',
  description:
    'Verdicts that a checkpoint of the log covered first on the day (UTC), in the order of the log; a later one supersedes an earlier one.',
  columns: COLUMNS,
  extent: async (database) => {
    const [row] = await database.query<{ first: Date | null; last: Date | null }>(
      'select min(published_at) as first, max(published_at) as last from verdicts.log_checkpoint',
    )
    return row && toExtent(row.first, row.last)
  },
  pages: readPages,
}

interface Row extends Record<string, unknown> {
  log_index: string
}

async function* readPages(database: Database, day: Day): AsyncGenerator<Value[][]> {
  const names = TEXTS.map(({ name }) => `v.${name}`).join(', ')
  const sql = `select e.index as log_index, ${names}, v.judged_at
    from verdicts.log_entry e join verdicts.verdict v on v.id = e.verdict_id
    where e.index > $1 and e.index < $2 order by e.index limit $3`
  const until = await findSize(database, day.until)
  let after = String(BigInt(await findSize(database, day.from)) - 1n)
  for (;;) {
    const rows = await database.query<Row>(sql, [after, until, PAGE])
    if (rows.length > 0) yield rows.map((row) => COLUMNS.map(({ name }) => row[name] as Value))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.log_index
  }
}

/**
 * Entries under the checkpoints that were published before a time: those smaller than the smallest one of then or later.
 * Later checkpoints are larger, so that the answer stays, also where the clock is set back by less than a day.
 */
async function findSize(database: Database, time: number): Promise<string> {
  const [row] = await database.query<{ size: string }>(
    `with next as (select min(published_at) as at from verdicts.log_checkpoint where published_at >= $1),
      first as (select min(size) as size from verdicts.log_checkpoint, next
        where published_at >= $1 and published_at < next.at + interval '1 day')
    select coalesce((select max(c.size) from verdicts.log_checkpoint c, first where c.size < first.size), 0) as size`,
    [new Date(time)],
  )
  return row?.size ?? '0'
}
