import type { Hex } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'
import type { FetchAttempt } from './attempt.js'

/** Appends one attempt; source and detail may carry text of a stranger. */
export async function insertAttempt(db: Queryable, attempt: FetchAttempt): Promise<void> {
  await db.query(
    prepared(
      `insert into verdicts.fetch_attempt (root, source, outcome, started_at, finished_at, bytes, found_root, detail, sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        attempt.root,
        cleanText(attempt.source, 300),
        attempt.outcome,
        attempt.startedAt,
        attempt.finishedAt,
        attempt.bytes,
        attempt.foundRoot ?? null,
        attempt.detail === undefined ? null : cleanText(attempt.detail, 300),
        attempt.sha256 ?? null,
      ],
    ),
  )
}

/** How often the sources of a root were gone through since some time, and when that was last over. */
export interface FetchHistory {
  rounds: number
  lastAt: Date | null
  /** The storage term or the window ended meanwhile: the rounds are over. */
  isExpired: boolean
}

/** SQL for an attempt that stands for the end of the storage term. */
export const IS_TERM_END = `(outcome = 'expired' and detail like 'storage term ended on %')`

/** SQL for an attempt that ends the rounds: that of the storage term, or of the window in which nodes keep a blob on 0G DA. */
export const IS_END = `(${IS_TERM_END} or outcome = 'expired' and detail like 'window of % epochs ended%')`

/** Words by which a source says that it does not have the bytes. */
export const DENIALS: ReadonlySet<string> = new Set(['never-uploaded', 'partial', 'pruned', 'unknown-root'])

/** Whether a source said since then that it does not have the root's bytes. */
export async function wasDenied(db: Queryable, root: Hex, since: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from verdicts.fetch_attempt where root = $1 and finished_at > $2
       and outcome = any($3) limit 1`,
    [root, since, [...DENIALS]],
  )
  return rowCount === 1
}

/** A round asks each source at most once, so the most asked source counts the rounds. */
export async function getFetchHistory(db: Queryable, root: Hex, since: Date): Promise<FetchHistory> {
  const { rows } = await db.query<{ rounds: number; last_at: Date | null; expired: boolean | null }>(
    prepared(
      `select coalesce(max(n), 0)::int as rounds, max(last_at) as last_at, bool_or(expired) as expired
     from (select count(*) as n, max(finished_at) as last_at, bool_or(${IS_END}) as expired from verdicts.fetch_attempt
           where root = $1 and finished_at > $2 group by source) t`,
      [root, since],
    ),
  )
  const { rounds = 0, last_at: lastAt = null, expired = false } = rows[0] ?? {}
  return { rounds, lastAt, isExpired: expired === true }
}
