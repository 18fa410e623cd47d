import type pg from 'pg'

/** First half of the two-part advisory lock key; leases and judgements use others. */
const ROOT_LOCK = 0x746f7504

/**
 * Runs `work` unless some process is already at this root.
 * @returns whether it ran.
 */
export async function tryWithRootLock(pool: pg.Pool, root: string, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [ROOT_LOCK, root],
    )
    const locked = rows[0]?.locked === true
    if (locked) {
      await work()
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [ROOT_LOCK, root])
    }
    client.release()
    return locked
  } catch (error) {
    // Ending the session frees the lock.
    client.release(true)
    throw error
  }
}
