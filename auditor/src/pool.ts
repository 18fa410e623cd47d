import pg from 'pg'
import type { Logger } from 'pino'

/**
 * The pool of a process's database connections. One that breaks while somebody has it fails the statement or the next one, and
 * the work is tried again: said to nobody, it would end the process.
 */
export function openPool(databaseUrl: string, concurrency: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'touchstone-auditor',
    // A lock and the work for each fetch or capture and each judgement; for each pool of workers its listener and queue;
    // the bundles that are written; webhooks.
    max: concurrency * 4 + 16,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'))
  })
  return pool
}
