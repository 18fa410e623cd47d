import { createHash } from 'node:crypto'
import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex, TrustMaterial } from '@touchstone/verify'
import type pg from 'pg'
import { inTransaction, type Queryable } from '../database.js'
import { queueCollateral, queueJudgeObserved } from '../queue/jobs.js'
import { cleanText } from '../untrusted/text.js'
import { isWithdrawn } from '../withdraw/isWithdrawn.js'
import type { ReportRefusal, ServedReport } from './askReport.js'
import { findPlatform, readBinding } from './binding.js'

/** What the newest row of an address says, as far as the next answer is compared with it. */
interface NewestRow {
  id: string
  sha256: string
  signature: string | null
  /** Whether it is judged by archived collateral, none was in force then, and some is now. */
  is_judgeable_now: boolean
}

/** What a report is kept with beside its bytes. */
export interface KeptAs {
  /** That the service holds on chain. */
  keys: readonly Hex[]
  trust: TrustMaterial
}

/**
 * Keeps a report: first the bytes, then the row. The same answer as before only moves the time of its last observation,
 * another one starts a new row and has the settlements judged again to which it is now the nearest. So does the same
 * answer where no archived collateral was in force when it was first seen and some is now: it can be judged as of now.
 * The collateral of its platform is queued.
 * @returns whether it is a new row.
 */
export async function keepReport(
  pool: pg.Pool,
  reports: BlobStore,
  provider: Hex,
  served: ServedReport,
  { keys, trust }: KeptAs,
): Promise<boolean> {
  const sha256 = createHash('sha256').update(served.bytes).digest('hex')
  const { author, binds, machine } = readBinding(served, keys)
  const platform = findPlatform(machine, trust)
  const proven = [platform?.tee, platform?.ca, platform?.fmspc, platform?.code, platform?.system]
  const hasCollateral = machine !== null && machine.collateral !== null
  const name: Hex = `0x${sha256}`
  const wereKept = (await reports.findSize(name)) !== undefined
  await putUnlessWithdrawn(pool, reports, name, served.bytes)
  return inTransaction(pool, async (db) => {
    const source = cleanText(served.source, 300)
    if (platform) await queueCollateral(db, platform)
    const newest = await findNewest(db, provider, source)
    const isSame = newest?.sha256 === sha256 && newest.signature === served.signature
    if (isSame && !newest.is_judgeable_now) {
      await touchReport(db, newest.id, [...proven, hasCollateral])
      // Bytes that were lost and are back.
      if (!wereKept && !(await isWithdrawn(db, name))) await queueJudgeObserved(db, newest.id)
      return false
    }
    const { rows } = await db.query<{ id: string }>(
      `insert into verdicts.enclave_report (provider, source, sha256, size, signature, author, binds, tee, ca, fmspc,
         code, system, has_collateral, observed_at, last_observed_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, t, t
       from date_trunc('milliseconds', clock_timestamp()) t returning id`,
      [provider, source, sha256, served.bytes.length, served.signature, author, binds, ...proven, hasCollateral],
    )
    await queueJudgeObserved(db, (rows[0] as { id: string }).id)
    // It also stands in for the row before, which waits for collateral that will not come.
    if (isSame) await queueJudgeObserved(db, newest.id)
    return true
  })
}

/** A withdrawal may come before the bytes and after: either it deletes them, or they are deleted here. */
export async function putUnlessWithdrawn(
  db: Queryable,
  reports: BlobStore,
  name: Hex,
  bytes: Uint8Array,
): Promise<void> {
  if (await isWithdrawn(db, name)) return
  await reports.put(name, bytes)
  if (await isWithdrawn(db, name)) await reports.remove(name)
}

/** What the quote proves is filled in where it was not read yet, or by other trust material. */
async function touchReport(db: Queryable, id: string, proven: unknown[]): Promise<void> {
  await db.query(
    `update verdicts.enclave_report set last_observed_at = clock_timestamp(), tee = $2, ca = $3, fmspc = $4, code = $5,
       system = $6, has_collateral = $7 where id = $1`,
    [id, ...proven],
  )
}

async function findNewest(db: Queryable, provider: Hex, source: string): Promise<NewestRow | undefined> {
  const { rows } = await db.query<NewestRow>(
    `select id, sha256, signature, fmspc is not null and not has_collateral
         and verdicts.collateral_at(fmspc, tee, ca, observed_at) is null
         and verdicts.collateral_at(fmspc, tee, ca, now()) is not null as is_judgeable_now
     from verdicts.enclave_report where provider = $1 and source = $2 order by id desc limit 1`,
    [provider, source],
  )
  return rows[0]
}

/** Appends the attempts of one round that ended without a report; their text may be a stranger's. */
export async function insertRefusals(db: Queryable, provider: Hex, refusals: readonly ReportRefusal[]): Promise<void> {
  // One statement, so that the attempts of a round have the same time.
  await db.query(
    `insert into verdicts.report_attempt (provider, source, outcome, detail)
     select $1, * from unnest($2::text[], $3::text[], $4::text[])`,
    [
      provider,
      refusals.map(({ source }) => cleanText(source, 300)),
      refusals.map(({ outcome }) => outcome),
      refusals.map(({ detail }) => cleanText(detail, 300)),
    ],
  )
}

/** Rounds that ended without a report since the last one that was observed. */
export async function countFailures(db: Queryable, provider: Hex): Promise<number> {
  const { rows } = await db.query<{ failures: number }>(
    `select coalesce(max(n), 0)::int as failures from (
       select count(*) as n from verdicts.report_attempt a
       where a.provider = $1 and a.attempted_at > coalesce((
         select max(last_observed_at) from verdicts.enclave_report where provider = $1), '-infinity')
       group by a.source) t`,
    [provider],
  )
  return rows[0]?.failures ?? 0
}
