import type { Queryable } from '../database.js'

/** Hours counted in one transaction. */
const COUNTED_HOURS = 48
/**
 * An hour is counted whole, however little of it changed: behind each turn comes a pause of so many times what it took, and no
 * longer one than this. So an hour in which something changes all the time takes the database a twentieth of its time.
 */
const PAUSE = { times: 19, mostMs: 30_000 } as const

/**
 * A turn of counting stale hours and their days, the newest first, which does nothing while the pause behind the one before
 * lasts. Readers count for themselves meanwhile.
 */
export function createHourCounting(db: Queryable, isStopping: () => boolean): () => Promise<void> {
  let dueAt = 0
  return async () => {
    const began = performance.now()
    if (began < dueAt) return
    while (!isStopping() && (await countNewest(db)));
    const ended = performance.now()
    dueAt = ended + Math.min((ended - began) * PAUSE.times, PAUSE.mostMs)
  }
}

/** @returns whether there may be more. */
async function countNewest(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ hours: number }>('select derived.refresh_hours($1) as hours', [COUNTED_HOURS])
  return rows[0]?.hours === COUNTED_HOURS
}
