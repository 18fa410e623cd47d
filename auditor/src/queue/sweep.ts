import type pg from 'pg'
import { inTransaction, type Queryable } from '../database.js'
import { getFinalHeight } from '../facts/height.js'
import { IS_END } from '../fetch/attemptRows.js'
import { retireVanished } from '../judge/retire.js'
import { READER_VERSION } from '../trails/readTrail.js'
import {
  CAPTURE_REPORT,
  JUDGE,
  PRIORITY,
  queueCapture,
  queueCaptureByBlocks,
  queueFetch,
  queueFetchByBlocks,
  queueJudgeByBlocks,
  queueJudgeByIds,
} from './jobs.js'

/** Rows that one step of a sweep looks at. */
const PAGE = 1_000

/** What is swept by blocks: where the rows lie, and in which column the block. */
const SWEPT = {
  settlement: { table: 'settlement', block: 'block_number' },
  anchor: { table: 'anchor', block: 'block_number' },
  service: { table: 'service_revision', block: 'from_block' },
} as const
type Facts = keyof typeof SWEPT

/**
 * Queues what became final since the last call: every settlement for judgement, every anchor with a trail's tags for
 * fetching, every change of a service for a capture of its report. The cursor moves with what was queued, in one transaction.
 * @returns whether more is waiting.
 */
export async function sweepNew(pool: pg.Pool, page = PAGE): Promise<boolean> {
  // Evidence first: a settlement that is judged next sees that it is under way.
  const services = await sweepBlocks(pool, 'service', page, queueCaptureByBlocks)
  const anchors = await sweepBlocks(pool, 'anchor', page, queueFetchByBlocks)
  const settlements = await sweepBlocks(pool, 'settlement', page, queueJudgeByBlocks)
  return settlements || anchors || services
}

function sweepBlocks(
  pool: pg.Pool,
  facts: Facts,
  page: number,
  queue: (db: Queryable, from: number, to: number) => Promise<void>,
): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    const height = await getFinalHeight(db)
    const { rows } = await db.query<{ block_number: number }>(
      'select block_number from verdicts.sweep_cursor where facts = $1 for update',
      [facts],
    )
    const kept = rows[0]?.block_number ?? -1
    // Facts that were rebuilt begin below the cursor: all of them are looked at again.
    const from = kept > height ? -1 : kept
    const end = await findPageEnd(db, facts, page, from, height)
    const to = end ?? height
    if (to > from) await queue(db, from, to)
    if (to !== kept)
      await db.query(
        `insert into verdicts.sweep_cursor (facts, block_number) values ($1, $2)
         on conflict (facts) do update set block_number = excluded.block_number`,
        [facts, to],
      )
    return end !== undefined
  })
}

/** Block in which the page's last row lies; undefined where the rest fits one page. */
async function findPageEnd(db: Queryable, facts: Facts, page: number, from: number, height: number) {
  const { table, block } = SWEPT[facts]
  const { rows } = await db.query<{ block_number: number }>(
    `select ${block} as block_number from ${table} where ${block} > $1 and ${block} <= $2
     order by ${block} offset $3 limit 1`,
    [from, height, page - 1],
  )
  return rows[0]?.block_number
}

/** Where the slow sweep stands in each of its tables. */
export interface SweepPosition {
  settlement: string
  root: string
  verdict: string
  provider: string
}

export const SWEEP_START: SweepPosition = { settlement: '', root: '', verdict: '', provider: '' }

/**
 * One step of the sweep behind: a page of every table, in the order of its key, then from the start again. Finds what
 * no event announces: a settlement without a verdict, with one of another verifier, trust material or block, or with one
 * for which no receipt was at hand and no job waits, an anchor whose trail was never read or by an older reader, a
 * verdict in force whose settlement is gone, a service whose report nobody is going to capture.
 * @param fitness what the verdict in force must have been made with.
 * @returns the position for the next step.
 */
export async function sweepBehind(pool: pg.Pool, position: SweepPosition, fitness: Fitness): Promise<SweepPosition> {
  const height = await getFinalHeight(pool)
  return {
    settlement: await sweepVerdicts(pool, position.settlement, height, fitness),
    root: await sweepTrails(pool, position.root, height),
    verdict: await retireVanished(pool, position.verdict, PAGE),
    provider: await sweepServices(pool, position.provider, height),
  }
}

/** What a verdict must have been made with to stay in force. */
export interface Fitness {
  verifier: string
  /** Digest of the trust material. */
  trust: string
}

async function sweepVerdicts(pool: pg.Pool, after: string, height: number, fitness: Fitness): Promise<string> {
  const { rows } = await pool.query<{ id: string; fit: boolean; judged: boolean }>(
    `select s.id, coalesce(v.verifier = $3 and v.block_hash = s.block_hash and v.body::jsonb ->> 'trust' = $4
         and (v.payment <> 'unavailable' or v.body::jsonb ->> 'receipt' is not null
           or exists (select from graphile_worker.jobs j where j.key = '${JUDGE}:' || s.id)), false) as fit,
       v.id is not null as judged
     from (select id, block_hash from settlement where id > $1 and block_number <= $2 order by id limit ${PAGE}) s
     left join verdicts.current_verdict c on c.settlement_id = s.id
     left join verdicts.verdict v on v.id = c.verdict_id
     order by s.id`,
    [after, height, fitness.verifier, fitness.trust],
  )
  const unfit = rows.filter((row) => !row.fit)
  for (const [judged, priority] of [
    [false, PRIORITY.first],
    [true, PRIORITY.again],
  ] as const) {
    const ids = unfit.filter((row) => row.judged === judged).map((row) => row.id)
    if (ids.length > 0) await queueJudgeByIds(pool, ids, priority)
  }
  return nextAfter(rows.map((row) => row.id))
}

async function sweepTrails(pool: pg.Pool, after: string, height: number): Promise<string> {
  const { rows } = await pool.query<{ root: string; read: boolean }>(
    `select a.root, coalesce(t.reading >= ${READER_VERSION} or w.root is not null, false) or exists (
         select from verdicts.fetch_attempt f where f.root = a.root and ${IS_END}
           and f.finished_at > (select max(block_time) from anchor n where n.root = a.root)) as read
     from (
       (select distinct root from anchor where root > $1 and payer is not null and block_number <= $2
        order by root limit ${PAGE})
       union
       (select root from verdicts.validation_trail where root > $1 order by root limit ${PAGE})
       order by root limit ${PAGE}) a
     left join verdicts.trail t on t.root = a.root
     left join verdicts.withdrawal w on w.root = a.root
     order by a.root`,
    [after, height],
  )
  const unread = rows.filter((row) => !row.read).map((row) => row.root)
  if (unread.length > 0) await queueFetch(pool, 'select unnest($1::text[]) as root', [unread])
  return nextAfter(rows.map((row) => row.root))
}

/** A capture queues the next one, so that a service in force without a job is one whose job was lost. */
async function sweepServices(pool: pg.Pool, after: string, height: number): Promise<string> {
  const { rows } = await pool.query<{ provider: string; waits: boolean }>(
    `select s.provider, exists (select from graphile_worker.jobs j
         where j.key = '${CAPTURE_REPORT}:' || s.provider) as waits
     from (select distinct provider_id as provider from service_revision
           where provider_id > $1 and from_block <= $2 and to_block is null order by provider_id limit ${PAGE}) s
     order by s.provider`,
    [after, height],
  )
  const lost = rows.filter((row) => !row.waits).map((row) => row.provider)
  if (lost.length > 0) await queueCapture(pool, 'select unnest($1::text[]) as provider', [lost])
  return nextAfter(rows.map((row) => row.provider))
}

function nextAfter(keys: readonly string[]): string {
  return keys.length < PAGE ? '' : (keys.at(-1) ?? '')
}
