import type { Database } from '../db/database'
import { type Column, type Dataset, PAGE, type Value } from './dataset'
import { DAY_MS, type Day, searchFirst, toExtent } from './days'

const COLUMNS: readonly Column[] = [
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
const ALL: readonly Column[] = [...COLUMNS, { name: 'judged_at', kind: 'time' }]

/** Between the making of a verdict and its commit; a day is whole after it. */
const SLACK_MS = 3_600_000

/** Every judgement of a day, superseded ones included. */
export const verdictExport: Dataset = {
  name: 'verdicts',
  description: 'Verdicts made on the day (UTC), in the order of their numbers; a later one supersedes an earlier one.',
  columns: ALL,
  extent: async (database) => {
    const [row] = await database.query<{ first: Date | null; now: Date }>(
      'select (select judged_at from verdicts.verdict order by id limit 1) as first, now() as now',
    )
    return row && toExtent(row.first, new Date(row.now.getTime() - SLACK_MS))
  },
  pages: readPages,
}

interface Row extends Record<string, unknown> {
  id: string
  judged_at: Date
}

async function* readPages(database: Database, day: Day): AsyncGenerator<Value[][]> {
  const names = ALL.map((column) => column.name).join(', ')
  const sql = `select ${names} from verdicts.verdict where id > $1 and id < $2 order by id limit $3`
  const until = await findId(database, day.until + SLACK_MS)
  let after = (await findId(database, day.from - SLACK_MS)) - 1
  for (;;) {
    const rows = await database.query<Row>(sql, [after, until, PAGE])
    const wanted = rows.filter(({ judged_at: at }) => at.getTime() >= day.from && at.getTime() < day.from + DAY_MS)
    if (wanted.length > 0) yield wanted.map((row) => ALL.map(({ name }) => row[name] as Value))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = Number(last.id)
  }
}

/** First number from which on verdicts are of this time or later, as far as numbers follow time. */
async function findId(database: Database, time: number): Promise<number> {
  const [newest] = await database.query<{ id: string }>('select id from verdicts.verdict order by id desc limit 1')
  return searchFirst(0, Number(newest?.id ?? 0) + 1, async (id) => {
    const sql = 'select judged_at from verdicts.verdict where id >= $1 order by id limit 1'
    const [row] = await database.query<{ judged_at: Date }>(sql, [id])
    return row === undefined || row.judged_at.getTime() >= time
  })
}
