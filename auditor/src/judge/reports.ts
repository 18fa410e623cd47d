import type { BlobStore } from '@touchstone/store/blobs'
import type { CapturedReport, Hex, SettlementEvidence, SettlementSubject } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'

/** Attempts shown where they ended without a report. */
const MAX_ATTEMPTS = 5

/** A report as the table says; the bytes are read later, outside the transaction. */
export interface ReportRef {
  id: string
  source: string
  sha256: string
  signature: Hex | null
  collateral: string | null
  /** The newest archived for its platform; null where there is none. */
  collateral_now: string | null
  observed_at: Date
}

export interface ReportRefs {
  reports: ReportRef[]
  attempts: SettlementEvidence['reportAttempts']
}

/** Reports on each side of a settlement among which one that can be judged is looked for. */
const NEAR = 8

/** Whether a report does not wait for collateral. What waits for some says nothing yet, so that another one may speak. */
const IS_READY = `(n.fmspc is null or n.has_collateral or n.collateral is not null
  or verdicts.collateral_at(n.fmspc, n.tee, n.ca, n.observed_at) is not null)`

const COLUMNS = 'id, source, sha256, signature, observed_at'

/**
 * The reports that a judgement looks at, at most three: the nearest before and after the settlement that names its
 * signer, and the first one since the signer is in force that the signer itself made about a key that is none of the service's. Where none
 * names the signer, the nearest before stands for all, else the first after. Rows are only ever added behind the others,
 * so that a choice once made changes at most when the first row behind the settlement comes, and with the first
 * statement about another key. Of reports that wait for collateral and ones that do not, the latter come first; with
 * new collateral the settlements concerned are judged again.
 */
export async function listReports(db: Queryable, subject: SettlementSubject): Promise<ReportRefs> {
  const { caller: provider, signer, blockTime } = subject
  if (signer === null) return { reports: [], attempts: [] }
  const { since, keys } = findHolding(subject, signer)
  const values = [provider, signer, new Date(blockTime), new Date(since), keys]
  const { rows } = await db.query<ReportRef>(
    prepared(
      `with known as (select * from verdicts.enclave_report where provider = $1),
     named as (
       (select n.* from (select * from known where binds = $2 and observed_at <= $3 order by id desc limit ${NEAR}) n
        order by ${IS_READY} desc, id desc limit 1)
       union all
       (select n.* from (select * from known where binds = $2 and observed_at > $3 order by id limit ${NEAR}) n
        order by ${IS_READY} desc, id limit 1)),
     others as (
       (select * from known where observed_at <= $3 order by id desc limit 1)
       union all
       (select * from known where observed_at > $3 order by id limit 1)),
     estranged as (
       select * from known where author = $2 and binds <> all($5::text[]) and observed_at >= $4 order by id limit 1),
     chosen as (
       select * from named
       union select * from estranged
       union select * from (
         select * from others where not exists (select from named) order by id limit 1) o)
     select ${COLUMNS}, coalesce(r.collateral, (
         select c.body from verdicts.collateral c where not r.has_collateral
           and c.id = verdicts.collateral_at(r.fmspc, r.tee, r.ca, r.observed_at))) as collateral,
       (select c.body from verdicts.collateral c where c.fmspc = r.fmspc and c.tee = r.tee and c.ca = r.ca
        order by c.valid_from desc, c.id limit 1) as collateral_now
     from chosen r order by id`,
      values,
    ),
  )
  return { reports: rows, attempts: rows.length > 0 ? [] : await listAttempts(db, provider) }
}

/** Since when the signer is in force without a break, and every key that the service held so far. */
function findHolding({ services, blockTime }: SettlementSubject, signer: Hex): { since: number; keys: Hex[] } {
  const last = services.findLastIndex(({ teeSigner }) => teeSigner !== signer)
  const keys = services.flatMap(({ teeSigner, targetTeeAddress }) => [teeSigner, targetTeeAddress ?? teeSigner])
  return { since: services[last + 1]?.since ?? blockTime, keys: [...new Set([signer, ...keys])] }
}

/**
 * The attempts of the newest round that failed to get an answer. A service that says that it has no report, and one that
 * may not be asked, has published none: nothing was tried in vain.
 */
async function listAttempts(db: Queryable, provider: Hex): Promise<ReportRefs['attempts']> {
  const { rows } = await db.query<{ source: string; outcome: string; detail: string | null }>(
    `select source, outcome, detail from verdicts.report_attempt
     where provider = $1 and outcome not in ('not-served', 'not-listed')
       and attempted_at = (select max(attempted_at) from verdicts.report_attempt where provider = $1)
     order by id desc limit ${MAX_ATTEMPTS}`,
    [provider],
  )
  return rows.map(({ source, outcome, detail }) => ({ source, outcome: detail ? `${outcome}: ${detail}` : outcome }))
}

/**
 * The newest archived collateral of the platform of the reports, by which their TCB is looked up as of now. None where
 * they come from several platforms.
 */
export function findCollateralNow({ reports }: ReportRefs): string | undefined {
  const [first, ...others] = new Set(reports.map(({ collateral_now: now }) => now))
  return others.length === 0 ? (first ?? undefined) : undefined
}

/** Reads the bytes. A report whose bytes are gone from the blob store cannot be looked at. */
export async function loadReports(
  blobs: BlobStore,
  refs: ReportRefs,
): Promise<Pick<SettlementEvidence, 'reports' | 'reportAttempts'>> {
  const reports: CapturedReport[] = []
  const reportAttempts = [...refs.attempts]
  for (const { sha256, source, signature, collateral, observed_at: observedAt } of refs.reports) {
    const bytes = await blobs.find(`0x${sha256}`)
    if (bytes) reports.push({ source, observedAt: observedAt.getTime(), bytes, signature, collateral })
    else reportAttempts.push({ source, outcome: 'kept bytes were lost' })
  }
  return { reports, reportAttempts }
}
