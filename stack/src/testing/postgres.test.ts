import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { startTestPostgres } from './postgres.js'

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('startTestPostgres', () => {
  it('gives every caller a database that sees nothing of the others', async () => {
    const [first, second] = await Promise.all([startTestPostgres(), startTestPostgres()])
    await query(first.url, 'CREATE TABLE only_here (id int)')
    const tables = `SELECT count(*)::int AS n FROM information_schema.tables WHERE table_name = 'only_here'`
    expect(await query(first.url, tables)).toEqual([{ n: 1 }])
    expect(await query(second.url, tables)).toEqual([{ n: 0 }])
    await Promise.all([first.stop(), second.stop()])
  })

  it('copies what a template holds, which is made once for all who ask at the same time', async () => {
    let prepared = 0
    const template = {
      name: 'postgres_test',
      prepare: async (url: string) => {
        prepared += 1
        await query(url, 'CREATE TABLE made AS SELECT 7 AS n')
      },
    }
    const copies = await Promise.all([startTestPostgres(template), startTestPostgres(template)])
    await query(copies[0].url, 'UPDATE made SET n = 8')
    expect(await Promise.all(copies.map(({ url }) => query(url, 'SELECT n FROM made')))).toEqual([
      [{ n: 8 }],
      [{ n: 7 }],
    ])
    expect(prepared).toBe(1)
    await Promise.all(copies.map((copy) => copy.stop()))
  })

  it('is quick once the server runs, and drops what it made even while somebody is connected', async () => {
    const warm = await startTestPostgres()
    const before = performance.now()
    const database = await startTestPostgres()
    expect(performance.now() - before).toBeLessThan(2_000)
    const client = new pg.Client({ connectionString: database.url })
    client.on('error', () => undefined)
    await client.connect()
    await database.stop()
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/)
    await warm.stop()
  })

  it('lets whoever is about to leave do so before it drops', async () => {
    const database = await startTestPostgres()
    const client = new pg.Client({ connectionString: database.url })
    const errors: Error[] = []
    client.on('error', (error) => errors.push(error))
    await client.connect()
    const stopped = database.stop()
    await client.query('SELECT pg_sleep(0.2)')
    await client.end()
    await stopped
    expect(errors).toEqual([])
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/)
  })
})
