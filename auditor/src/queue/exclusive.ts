import type pg from 'pg'

/** First half of the two-part advisory lock key, one a kind of work; leases and judgements use others. */
const LOCKS = { root: 0x746f7504, capture: 0x746f7505, collateral: 0x746f7508 } as const

/** Waits for the lock on a piece of work and keeps it until the session ends. */
export async function lockExclusively(client: pg.ClientBase, kind: keyof typeof LOCKS, key: string): Promise<void> {
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCKS[kind], key])
}

/**
 * Runs `work` unless some process is already at this piece of work.
 * @returns whether it ran.
 */
export async function tryExclusively(
  pool: pg.Pool,
  kind: keyof typeof LOCKS,
  key: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [LOCKS[kind], key],
    )
    const locked = rows[0]?.locked === true
    if (locked) {
      await work()
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCKS[kind], key])
    }
    client.release()
    return locked
  } catch (error) {
    // Ending the session frees the lock.
    client.release(true)
    throw error
  }
}
