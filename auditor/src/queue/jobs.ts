import type { CollateralKey, Hex } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'

/** Task identifiers in graphile_worker. */
export const FETCH_TRAIL = 'fetch_trail'
export const JUDGE = 'judge'
export const CAPTURE_REPORT = 'capture_report'
export const FETCH_COLLATERAL = 'fetch_collateral'

/** Jobs that exhausted this are dropped and found again by the sweep. */
const MAX_ATTEMPTS = 25
/** Settlements that an undelivered trail may concern; older ones are judged again when something names them. */
const MAX_CONCERNED = 500
/** Settlements to which one report may become the nearest, the newest first. */
const MAX_OBSERVED = 20_000

/**
 * Lower comes first: what a visitor has open, what had its turn and waited for evidence, what nobody judged yet, what
 * another verifier judged.
 */
export const PRIORITY = { looked: -10, waited: -5, first: 0, again: 10 } as const
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

/** A root whose trail is to be fetched and read. */
export interface FetchTrailPayload {
  root: Hex
}

/** A provider whose enclave report is to be captured. */
export interface CaptureReportPayload {
  provider: Hex
}

/** A settlement to be judged. */
export interface JudgePayload {
  settlement: string
}

// One job a key: a key that waits keeps its place in the table and the better priority, a key that runs is queued once
// more, because what it read may be out of date.
const addJudge = (priority: Priority) => `select count(*)::int as queued from (
  select graphile_worker.add_jobs(array_agg(row('${JUDGE}', json_build_object('settlement', id), null, now(),
    ${MAX_ATTEMPTS}, '${JUDGE}:' || id, least(${priority}, (
      select j.priority from graphile_worker.jobs j where j.key = '${JUDGE}:' || wanted.id)), null)::graphile_worker.job_spec))
  from wanted having count(*) > 0) added`

/** Queues a judgement of each settlement that `wanted` selects: SQL with one column, id. */
const judgeEach = (wanted: string, priority: Priority = PRIORITY.first) =>
  `with wanted as (select distinct id from (${wanted}) w) ${addJudge(priority)}`

/** The same for what one trail or settlement leads to. */
async function queueJudge(db: Queryable, wanted: string, values: unknown[], priority?: Priority): Promise<void> {
  await db.query(prepared(judgeEach(wanted, priority), values))
}

/** Queues the finalised settlements of an interval of blocks, `from` exclusive. */
export async function queueJudgeByBlocks(db: Queryable, from: number, to: number): Promise<void> {
  await db.query(judgeEach('select id from settlement where block_number > $1 and block_number <= $2'), [from, to])
}

/** Queues the settlements of the ids. */
export async function queueJudgeByIds(db: Queryable, ids: readonly string[], priority?: Priority): Promise<void> {
  await db.query(judgeEach('select unnest($1::text[]) as id', priority), [ids])
}

/** Queues one settlement for later, unless it waits already: what waits comes sooner or knows better. */
export async function queueJudgeAt(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${JUDGE}', json_build_object('settlement', $1::text), run_at := $2,
       max_attempts := ${MAX_ATTEMPTS}, job_key := '${JUDGE}:' || $1, job_key_mode := 'preserve_run_at')`,
    [id, at],
  )
}

/** Queues a settlement that waits for evidence, now. */
export function queueJudgeWaiting(db: Queryable, id: string): Promise<void> {
  const wanted = 'select settlement_id as id from verdicts.judge_wait where settlement_id = $1'
  return queueJudge(db, wanted, [id], PRIORITY.waited)
}

/** Queues those that wait for a file which nobody delivered; what it was about nobody knows. */
export function queueJudgeAwaiting(db: Queryable, root: Hex): Promise<void> {
  return queueJudge(
    db,
    `select s.id from verdicts.judge_wait w join settlement s on s.id = w.settlement_id
     join anchor a on a.payer = s.payer and a.provider = s.provider and a.block_number >= s.block_number
     where a.root = $1 limit ${MAX_CONCERNED}`,
    [root],
    PRIORITY.waited,
  )
}

/** Queues those that wait for the report of a provider's enclave. */
export function queueJudgeUnobserved(db: Queryable, provider: Hex): Promise<void> {
  return queueJudge(
    db,
    `select s.id from verdicts.judge_wait w join settlement s on s.id = w.settlement_id
     where s.provider = $1 limit ${MAX_CONCERNED}`,
    [provider],
    PRIORITY.waited,
  )
}

/** Queues the finalised settlements that a parsed trail names. */
export function queueJudgeNamed(db: Queryable, root: Hex): Promise<void> {
  return queueJudge(
    db,
    `select s.id from verdicts.trail_settlement t
     join settlement s on s.payer = t.payer and s.provider = t.provider and s.nonce = t.nonce
     where t.root = $1 and s.block_number <= ${FINAL_HEIGHT}`,
    [root],
  )
}

/**
 * Queues the newest settlements whose opening may change because a provider's trail turned out undelivered (they were
 * absent) or was delivered after all (they were unavailable).
 */
export function queueJudgeConcerned(db: Queryable, root: Hex, opening: 'absent' | 'unavailable'): Promise<void> {
  return queueJudge(
    db,
    `select s.id from anchor a
     cross join lateral (
       select id from settlement where payer = a.payer and provider = a.provider and block_number <= a.block_number
       order by nonce desc nulls last limit ${MAX_CONCERNED}) s
     join verdicts.current_verdict c on c.settlement_id = s.id
     where a.root = $1 and a.author = a.provider and c.opening = $2`,
    [root, opening],
  )
}

/** Queues the finalised settlements with a response signature that a trail shows under another bill. */
export function queueJudgeSharing(db: Queryable, root: Hex): Promise<void> {
  return queueJudge(
    db,
    `select s.id from verdicts.inference_record mine
     cross join lateral (
       select root, nonce from verdicts.inference_record where signature = mine.signature
       union
       select root, nonce from verdicts.inference_record where statement = mine.statement) other
     join verdicts.trail_settlement t on t.root = other.root and t.nonce = other.nonce
     join settlement s on s.payer = t.payer and s.provider = t.provider and s.nonce = t.nonce
     where mine.root = $1 and s.block_number <= ${FINAL_HEIGHT}
       and (other.root <> mine.root or other.nonce <> mine.nonce)`,
    [root],
  )
}

/**
 * Queues the settlements whose choice of reports a new one can change: those behind the report before it that names the
 * same key. A report that its signer made about another key concerns every bill of that signer, once: later ones of the
 * same kind change nothing.
 */
export async function queueJudgeObserved(db: Queryable, reportId: string): Promise<void> {
  const wanted = `select id from (
       select s.id, s.block_time from verdicts.enclave_report r
       join settlement s on s.provider = r.provider and s.block_number <= ${FINAL_HEIGHT}
       where r.id = $1 and s.status <= 1
         and (s.block_time > coalesce((select max(p.observed_at) from verdicts.enclave_report p
               where p.provider = r.provider and p.id < r.id and p.binds is not distinct from r.binds), '-infinity')
           or (s.signer = r.author and r.binds <> r.author and not exists (
                 select from verdicts.enclave_report p where p.provider = r.provider and p.id < r.id
                   and p.author = r.author and p.binds <> p.author)))
       order by s.block_time desc limit ${MAX_OBSERVED}) s`
  await db.query(judgeEach(wanted), [reportId])
}

/**
 * Queues the newest settlements without a report whose enclave was judged so: the service turned out not to answer (they
 * were absent), or says now that it has none (they were unavailable).
 */
export function queueJudgeUnreported(db: Queryable, provider: Hex, enclave: 'absent' | 'unavailable'): Promise<void> {
  return queueJudge(
    db,
    `select c.settlement_id as id from verdicts.current_verdict c
     where c.provider = $1 and c.enclave = $2 and c.outcome <> 'rejected'
       and not exists (select from verdicts.enclave_report r where r.provider = $1)
     order by c.block_number desc limit ${MAX_CONCERNED}`,
    [provider, enclave],
  )
}

/** Queues a capture now for each provider that `wanted` selects, in place of a later one. */
export async function queueCapture(db: Queryable, wanted: string, values: unknown[]): Promise<void> {
  await db.query(
    `with wanted as (select distinct provider from (${wanted}) w)
     select graphile_worker.add_jobs(array_agg(row('${CAPTURE_REPORT}', json_build_object('provider', provider), null,
       now(), ${MAX_ATTEMPTS}, '${CAPTURE_REPORT}:' || provider, 0, null)::graphile_worker.job_spec))
     from wanted having count(*) > 0`,
    values,
  )
}

/** Queues the providers whose service changed in an interval of blocks, `from` exclusive. */
export function queueCaptureByBlocks(db: Queryable, from: number, to: number): Promise<void> {
  const wanted = 'select provider_id as provider from service_revision where from_block > $1 and from_block <= $2'
  return queueCapture(db, wanted, [from, to])
}

/**
 * Queues the next capture of a provider. At the end of one, whatever was queued while it ran stays: it may have read too
 * early (`keep`). One that could not begin takes the place of whatever is queued (`replace`).
 */
export async function queueCaptureAt(
  db: Queryable,
  provider: Hex,
  at: Date,
  queued: 'keep' | 'replace',
): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${CAPTURE_REPORT}', json_build_object('provider', $1::text), run_at := $2,
       max_attempts := ${MAX_ATTEMPTS}, job_key := '${CAPTURE_REPORT}:' || $1, job_key_mode := $3)`,
    [provider, at, queued === 'keep' ? 'preserve_run_at' : 'replace'],
  )
}

const nameOf = ({ tee, ca, fmspc }: CollateralKey) => `${FETCH_COLLATERAL}:${tee}:${ca}:${fmspc}`

/** Queues the next round for a platform's collateral, in place of whatever is queued for it. */
export async function queueCollateralAt(db: Queryable, key: CollateralKey, at: Date): Promise<void> {
  await addCollateral(db, key, at, 'replace')
}

/** Queues a round now for a platform's collateral, unless one waits already. */
export async function queueCollateral(db: Queryable, key: CollateralKey): Promise<void> {
  await addCollateral(db, key, new Date(), 'preserve_run_at')
}

async function addCollateral(db: Queryable, { tee, ca, fmspc }: CollateralKey, at: Date, mode: string): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${FETCH_COLLATERAL}', json_build_object('tee', $1::text, 'ca', $2::text,
       'fmspc', $3::text), run_at := $4, max_attempts := ${MAX_ATTEMPTS}, job_key := $5, job_key_mode := $6)`,
    [tee, ca, fmspc, at, nameOf({ tee, ca, fmspc }), mode],
  )
}

/** Queues a fetch for each root that `wanted` selects, unless one waits or runs: it reads everything anew anyway. */
export function queueFetch(db: Queryable, wanted: string, values: unknown[]): Promise<void> {
  const idle = `not exists (select from graphile_worker.jobs j where j.key = '${FETCH_TRAIL}:' || w.root)`
  return addFetch(db, `select distinct root from (${wanted}) w where ${idle}`, values)
}

/** Queues a fetch now for the root of each submission in an interval of blocks, `from` exclusive, also where one waits. */
export function queueFetchByBlocks(db: Queryable, from: number, to: number): Promise<void> {
  const wanted = 'select distinct root from anchor where payer is not null and block_number > $1 and block_number <= $2'
  return addFetch(db, wanted, [from, to])
}

async function addFetch(db: Queryable, wanted: string, values: unknown[]): Promise<void> {
  await db.query(
    `with wanted as (${wanted})
     select graphile_worker.add_jobs(array_agg(row('${FETCH_TRAIL}', json_build_object('root', root), null, now(),
       ${MAX_ATTEMPTS}, '${FETCH_TRAIL}:' || root, 0, null)::graphile_worker.job_spec))
     from wanted having count(*) > 0`,
    values,
  )
}

/**
 * Queues the next round for a root. At the end of one, whatever was queued while it ran stays: a new submission, which it may not
 * have seen (`keep`). One that could not begin takes the place of whatever is queued (`replace`).
 */
export async function queueFetchAt(db: Queryable, root: Hex, at: Date, queued: 'keep' | 'replace'): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${FETCH_TRAIL}', json_build_object('root', $1::text), run_at := $2,
       max_attempts := ${MAX_ATTEMPTS}, job_key := '${FETCH_TRAIL}:' || $1, job_key_mode := $3)`,
    [root, at, queued === 'keep' ? 'preserve_run_at' : 'replace'],
  )
}
