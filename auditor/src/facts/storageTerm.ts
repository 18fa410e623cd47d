import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from './height.js'

/** Sectors of a pricing chunk: 8 GiB. The term runs for each chunk, not for each file. */
const CHUNK_SECTORS = 33_554_432
const DAY_MS = 86_400_000

/**
 * When the storage term of a root's newest submission at the Flow ends: so many days after the submission that filled the
 * chunk in which the file ends. Undefined while no submission has filled it: then the term has not begun.
 */
export async function findTermEnd(db: Queryable, root: Hex, flow: Hex, termDays: number): Promise<Date | undefined> {
  const { rows } = await db.query<{ newest_at: Date; chunk_end: string }>(
    `select block_time as newest_at, (div(start_pos + sectors - 1, ${CHUNK_SECTORS}) + 1) * ${CHUNK_SECTORS} as chunk_end
     from anchor where root = $1 and flow = $2 and block_number <= ${FINAL_HEIGHT}
     order by block_number desc, log_index desc limit 1`,
    [root, flow],
  )
  const [newest] = rows
  // Nothing can have ended before: the look through the Flow's submissions is saved.
  if (newest === undefined || newest.newest_at.getTime() + termDays * DAY_MS > Date.now()) return undefined
  const filled = await db.query<{ filled_at: Date | null }>(
    `select min(block_time) as filled_at from anchor
     where flow = $1 and start_pos + sectors >= $2 and block_number <= ${FINAL_HEIGHT}`,
    [flow, newest.chunk_end],
  )
  const filledAt = filled.rows[0]?.filled_at
  return filledAt ? new Date(filledAt.getTime() + termDays * DAY_MS) : undefined
}
