import type { Queryable } from '../database.js'

/** Lines of the Prometheus text format: entries under the newest checkpoint, and how long the oldest verdict waits for one. */
export async function renderLog(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ size: string; lag: number; unanchored: number }>(
    `with newest as (select coalesce(max(size), 0) as size from verdicts.log_checkpoint)
     select size,
       coalesce(extract(epoch from now() - least(
         (select min(queued_at) from verdicts.log_pending),
         (select min(added_at) from verdicts.log_entry where index >= size))), 0)::float8 as lag,
       coalesce(extract(epoch from now() - (
         select max(anchored_at) from verdicts.log_checkpoint where anchor_tx is not null)), -1)::float8 as unanchored
     from newest`,
  )
  const { size, lag, unanchored } = rows[0] ?? { size: '0', lag: 0, unanchored: -1 }
  return [
    '# HELP touchstone_auditor_log_entries Entries under the newest checkpoint.',
    '# TYPE touchstone_auditor_log_entries gauge',
    `touchstone_auditor_log_entries ${size}`,
    '# HELP touchstone_auditor_log_lag_seconds Age of the oldest verdict that no checkpoint covers.',
    '# TYPE touchstone_auditor_log_lag_seconds gauge',
    `touchstone_auditor_log_lag_seconds ${lag}`,
    '# HELP touchstone_auditor_log_anchor_seconds Age of the newest anchor of a checkpoint; -1 where there is none.',
    '# TYPE touchstone_auditor_log_anchor_seconds gauge',
    `touchstone_auditor_log_anchor_seconds ${unanchored}`,
  ]
}
