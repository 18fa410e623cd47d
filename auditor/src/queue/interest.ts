import type pg from 'pg'
import { FINAL_HEIGHT } from '../facts/height.js'
import { FETCH_TRAIL, PRIORITY, queueJudgeByIds } from './jobs.js'

/**
 * Channel on which anyone with access to the database says that a visitor has a page open. `select
 * pg_notify('touchstone_looked', payload)` writes nothing, so that a session that may only read can say it.
 */
export const LOOKED_CHANNEL = 'touchstone_looked'

/** Fetches that one look brings forward. */
const MAX_FETCHES = 100

/**
 * Puts what visitors look at first: settlements without a verdict of this verifier, and the fetches that are due of
 * what was anchored about them. What waits for a later time keeps waiting: a look is no reason to ask a source again.
 */
export async function putFirst(pool: pg.Pool, ids: readonly string[], verifier: string): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `select s.id from settlement s
     left join verdicts.current_verdict c on c.settlement_id = s.id
     left join verdicts.verdict v on v.id = c.verdict_id
     where s.id = any($1) and s.block_number <= ${FINAL_HEIGHT} and v.verifier is distinct from $2`,
    [ids, verifier],
  )
  if (rows.length > 0) {
    const open = rows.map(({ id }) => id)
    await queueJudgeByIds(pool, open, PRIORITY.looked)
  }
  await pool.query(
    `select graphile_worker.reschedule_jobs(array_agg(id), priority := ${PRIORITY.looked}) from (
       select j.id from settlement s
       join anchor a on a.payer = s.payer and a.provider = s.provider and a.block_number >= s.block_number
       join graphile_worker.jobs j on j.key = '${FETCH_TRAIL}:' || a.root
       where s.id = any($1) and j.locked_at is null and j.run_at <= now() and j.priority > ${PRIORITY.looked}
       limit ${MAX_FETCHES}) due having count(*) > 0`,
    [ids],
  )
}
