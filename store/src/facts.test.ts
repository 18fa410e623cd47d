import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { startTestPostgres } from '@touchstone/stack/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildFactsSource } from './facts'
import { migrate } from './migrate'

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client

beforeAll(async () => {
  postgres = await startTestPostgres()
  client = new Client({ connectionString: postgres.url })
  await client.connect()
}, 60_000)

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
})

describe('migrate', () => {
  it('lets several processes start at once and applies each migration once', async () => {
    const reports = await Promise.all([migrate(postgres.url), migrate(postgres.url), migrate(postgres.url)])
    expect(reports.map((report) => report.facts).filter((made) => made)).toEqual([true])
    expect(reports.flatMap((report) => report.verdicts)).toEqual(
      readdirSync(path.join(__dirname, 'verdicts'))
        .filter((name) => name.endsWith('.sql'))
        .sort(),
    )
  })

  it('makes what is computed anew where the verdicts that it stands on were dropped', async () => {
    const triggers = `select tgname from pg_trigger where tgrelid = 'verdicts.current_verdict'::regclass and not tgisinternal order by 1`
    const { rows: before } = await client.query(triggers)
    await client.query('drop schema verdicts cascade')
    await migrate(postgres.url)
    expect((await client.query(triggers)).rows).toEqual(before)
    expect(before.length).toBeGreaterThan(5)
  })

  it('leaves tables that are exactly those of the entities, but for indexes of lists', async () => {
    const derived = readFileSync(path.join(__dirname, '../db/derived.sql'), 'utf8')
    const listed = [...derived.matchAll(/^create index (\w+) on (?!derived\.)/gm)].map(
      ([, name]) => `DROP INDEX "public"."${name}"`,
    )
    const source = await buildFactsSource(postgres.url).initialize()
    try {
      const pending = (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)
      const keys = pending.flatMap((query) => /ADD CONSTRAINT "(\w+)" FOREIGN KEY/.exec(query)?.[1] ?? [])
      const others = pending.filter((query) => !listed.includes(query) && !query.includes(' FOREIGN KEY '))
      expect(others).toEqual([])
      // What a foreign key would assert triggers do, once a statement.
      const { rows } = await client.query(`select tgname from pg_trigger where tgname like 'FK\\_%' order by 1`)
      const triggers = keys.flatMap((key) => ['delete', 'insert', 'update'].map((event) => `${key}_${event}`))
      expect(rows.map(({ tgname }) => tgname)).toEqual(triggers.sort())
      expect(keys.length).toBeGreaterThan(20)
    } finally {
      await source.destroy()
    }
  })

  it('notifies squid_head once for each committed batch', async () => {
    const heads: string[] = []
    client.on('notification', (message) => heads.push(message.payload ?? ''))
    await client.query('listen squid_head')
    await client.query(`insert into squid_processor.status (id, height, hash) values (0, -1, '0x')`)
    await client.query('update squid_processor.status set height = 7, nonce = nonce + 1 where id = 0')
    await client.query('select 1')
    expect(heads.map((head) => JSON.parse(head))).toEqual([{ height: 7, nonce: 1 }])
  })

  it('refuses an edited verdict migration and says which', async () => {
    await client.query(`update verdicts.migration set sha256 = 'other' where name = '001_verdicts.sql'`)
    await expect(migrate(postgres.url)).rejects.toThrow(/001_verdicts\.sql was changed after it had been applied/)
  })

  it('refuses a database of a newer build', async () => {
    await client.query(`update verdicts.migration set name = '999_later.sql' where name = '001_verdicts.sql'`)
    await expect(migrate(postgres.url)).rejects.toThrow(/999_later\.sql, which this build does not know/)
  })
})
