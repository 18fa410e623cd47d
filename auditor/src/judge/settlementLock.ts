import type pg from 'pg'

/** First half of the two-part advisory lock key; leases use others. */
export const SETTLEMENT_LOCK = 0x746f7503

/**
 * Runs `work` while no other process judges the settlement. The lock belongs to the client's session and is taken before
 * any transaction begins, so that a transaction's snapshot holds everything that the holder before has committed.
 */
export async function withSettlementLock<T>(
  pool: pg.Pool,
  settlementId: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [SETTLEMENT_LOCK, settlementId])
    const result = await work(client)
    await client.query('select pg_advisory_unlock($1, hashtext($2))', [SETTLEMENT_LOCK, settlementId])
    client.release()
    return result
  } catch (error) {
    // Ending the session frees the lock.
    client.release(true)
    throw error
  }
}
