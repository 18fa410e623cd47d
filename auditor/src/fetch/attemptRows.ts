import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'
import type { FetchAttempt } from './attempt.js'

/** Appends one attempt; source and detail may carry text of a stranger. */
export async function insertAttempt(db: Queryable, attempt: FetchAttempt): Promise<void> {
  await db.query(
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
  )
}

/** How often the sources of a root were gone through since some time, and when that was last over. */
export interface FetchHistory {
  rounds: number
  lastAt: Date | null
}

/** A round asks each source at most once, so the most asked source counts the rounds. */
export async function getFetchHistory(db: Queryable, root: Hex, since: Date): Promise<FetchHistory> {
  const { rows } = await db.query<{ rounds: number; last_at: Date | null }>(
    `select coalesce(max(n), 0)::int as rounds, max(last_at) as last_at
     from (select count(*) as n, max(finished_at) as last_at from verdicts.fetch_attempt
           where root = $1 and finished_at > $2 group by source) t`,
    [root, since],
  )
  return { rounds: rows[0]?.rounds ?? 0, lastAt: rows[0]?.last_at ?? null }
}
