import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { toPostgresUrl } from '../../src/postgres/server.js'

/** Reads rows of the stack's own database. */
export async function readRows<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const place = JSON.parse(readFileSync(join(inject('dataDir'), 'postgres.json'), 'utf8'))
  const client = new pg.Client({ connectionString: toPostgresUrl(place, 'touchstone') })
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}
