import { createHash } from 'node:crypto'
import pg from 'pg'

/** What a query needs: the pool, or a client within a transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(text: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult<Row>>
}

const names = new Map<string, string>()

/**
 * A statement that every fetch or judgement makes. A session parses it once and, where that is no worse, plans it once: planning
 * the statements about one trail takes PostgreSQL longer than running most of them. For texts made of constants alone, since
 * each stays with the sessions, and for look-ups by key alone, since the plan is for any values.
 */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('hex').slice(0, 32)
    names.set(text, name)
  }
  return { name, text, values }
}

/** Runs `work` in a transaction of its own: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await withinTransaction(client, 'begin', () => work(client))
    client.release()
    return result
  } catch (error) {
    // A client whose connection or rollback failed must not go back to the pool.
    client.release(true)
    throw error
  }
}

/** The same on a client at hand; `begin` may set an isolation level. */
export async function withinTransaction<T>(client: pg.ClientBase, begin: string, work: () => Promise<T>): Promise<T> {
  await client.query(begin)
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** numeric and bigint come as strings from pg and stay exact. */
export function toBigInt(value: string | null): bigint | null {
  return value === null ? null : BigInt(value)
}
