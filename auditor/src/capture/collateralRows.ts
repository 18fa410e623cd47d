import { createHash } from 'node:crypto'
import type { CollateralKey, Hex } from '@touchstone/verify'
import type pg from 'pg'
import { inTransaction, type Queryable } from '../database.js'
import { queueCapture, queueJudgeObserved } from '../queue/jobs.js'
import { cleanText } from '../untrusted/text.js'

/** A set of collateral that the verifier found in force. */
export interface NewCollateral {
  /** JSON in the form of the DCAP libraries. */
  body: string
  source: string
  /** Milliseconds, inclusive. */
  from: number
  until: number
}

export interface CollateralRefusal {
  source: string
  outcome: string
  detail: string
}

/**
 * Keeps a set. The same as one before only moves the time of its last observation; with a new one the settlements are
 * judged again whose reports it is in force for, and providers are asked again whose report no kept set is in force for.
 * @returns whether it was a new one.
 */
export async function keepCollateral(
  pool: pg.Pool,
  { fmspc, tee, ca }: CollateralKey,
  { body, source, from, until }: NewCollateral,
): Promise<boolean> {
  const sha256 = createHash('sha256').update(body).digest('hex')
  return inTransaction(pool, async (db) => {
    const { rows } = await db.query<{ id: string; is_new: boolean }>(
      `insert into verdicts.collateral (tee, ca, fmspc, sha256, body, valid_from, valid_until, source)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (fmspc, tee, ca, sha256) do update set last_observed_at = clock_timestamp()
       returning id, xmax = 0 as is_new`,
      [tee, ca, fmspc, sha256, body, new Date(from), new Date(until), cleanText(source, 300)],
    )
    const row = rows[0] as { id: string; is_new: boolean }
    if (!row.is_new) return false
    await queueConcerned(db, row.id)
    return true
  })
}

async function queueConcerned(db: Queryable, collateralId: string): Promise<void> {
  // A report concerns the settlements behind the one before it: the earliest of a key stands for the later ones.
  const { rows } = await db.query<{ id: string }>(
    `select min(r.id) as id from verdicts.collateral c
     join verdicts.enclave_report r on r.fmspc = c.fmspc and r.tee = c.tee and r.ca = c.ca and not r.has_collateral
       and r.observed_at between c.valid_from and c.valid_until
       and verdicts.collateral_at(r.fmspc, r.tee, r.ca, r.observed_at) = c.id
     where c.id = $1 group by r.provider, r.binds`,
    [collateralId],
  )
  for (const { id } of rows) await queueJudgeObserved(db, id)
  await queueCapture(
    db,
    `select r.provider from (select distinct on (r.provider, r.source) r.* from verdicts.enclave_report r
       join verdicts.collateral c on c.id = $1 and r.fmspc = c.fmspc and r.tee = c.tee and r.ca = c.ca
       order by r.provider, r.source, r.id desc) r
     where not r.has_collateral and verdicts.collateral_at(r.fmspc, r.tee, r.ca, r.observed_at) is null`,
    [collateralId],
  )
}

/** Appends the attempts of one round that ended without a set; their text may be a stranger's. */
export async function insertCollateralRefusals(
  db: Queryable,
  { tee, ca, fmspc }: CollateralKey,
  refusals: readonly CollateralRefusal[],
): Promise<void> {
  await db.query(
    `insert into verdicts.collateral_attempt (tee, ca, fmspc, source, outcome, detail)
     select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::text[])`,
    [
      ...[tee, ca, fmspc],
      refusals.map(({ source }) => cleanText(source, 300)),
      refusals.map(({ outcome }) => outcome),
      refusals.map(({ detail }) => cleanText(detail, 300)),
    ],
  )
}

/** Rounds without a set since the last one that was observed. */
export async function countCollateralFailures(db: Queryable, { tee, ca, fmspc }: CollateralKey): Promise<number> {
  const { rows } = await db.query<{ failures: number }>(
    `select count(distinct attempted_at)::int as failures from verdicts.collateral_attempt a
     where a.fmspc = $3 and a.tee = $1 and a.ca = $2 and a.attempted_at > coalesce((
       select max(last_observed_at) from verdicts.collateral c
       where c.fmspc = $3 and c.tee = $1 and c.ca = $2), '-infinity')`,
    [tee, ca, fmspc],
  )
  return rows[0]?.failures ?? 0
}

/** The newest report of a platform that was still answered in the last week, by which a set is checked. */
export async function findReportOf(
  db: Queryable,
  { tee, ca, fmspc }: CollateralKey,
): Promise<{ sha256: string; binds: Hex | null } | undefined> {
  const { rows } = await db.query<{ sha256: string; binds: Hex | null }>(
    `select sha256, binds from verdicts.enclave_report where fmspc = $3 and tee = $1 and ca = $2
       and last_observed_at > now() - interval '7 days'
     order by id desc limit 1`,
    [tee, ca, fmspc],
  )
  return rows[0]
}
