import { createRequire } from 'node:module'
import { startTestServer } from '@touchstone/stack/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Database } from '../db/database'
import { poll } from '../testing/child'
import { settlement } from '../testing/facts'
import { address, Rows } from '../testing/rows'
import { EventLog } from './eventLog'

const require = createRequire(__filename)
/** Nothing that is seen within this test's time was seen by looking again. */
const NEVER_MS = 3_600_000

/** Answers to a page of events that the database has given, and that the log gets when it is let go. */
class HeldDatabase extends Database {
  private gate: Promise<void> | undefined
  held = 0

  hold(): () => void {
    let release: () => void = () => undefined
    this.gate = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  override async query<Found extends Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Found[]> {
    const rows = await super.query<Found>(sql, values)
    if (!this.gate || !sql.includes('from derived.event e where')) return rows
    this.held += 1
    await this.gate
    return rows
  }
}

// A server of its own: events wait for every older transaction of a server, also for those of other databases.
let server: Awaited<ReturnType<typeof startTestServer>>
let rows: Rows
let database: HeldDatabase
let log: EventLog

beforeAll(async () => {
  server = await startTestServer()
  const { migrate } = require('@touchstone/store/migrate') as typeof import('@touchstone/store/migrate')
  await migrate(server.url)
  rows = await Rows.connect(server.url)
  await rows.setHeights(0)
  database = new HeldDatabase(server.url, 10_000, () => undefined)
  log = new EventLog(database, server.url, 30, () => undefined, NEVER_MS)
})
afterAll(async () => {
  await log.stop()
  await database.close()
  await rows.close()
  await server.stop()
})

async function settle(block: number): Promise<void> {
  await rows.insert('settlement', settlement(address('alice'), address('prov'), block))
}

const seen = (id: bigint) => poll(`event ${id}`, async () => (log.position().id >= id ? true : undefined))

it('reads once more where it is told of an event while it reads', async () => {
  const emit = vi.spyOn(Client.prototype, 'emit')
  const told = () => emit.mock.calls.filter(([name]) => name === 'notification').length
  await log.start()
  await settle(1)
  await seen(1n)
  const release = database.hold()
  await settle(2)
  await poll('a page that is held', async () => (database.held > 0 ? true : undefined))
  const before = told()
  await settle(3)
  await poll('word of the third', async () => (told() > before ? true : undefined))
  release()
  await seen(3n)
  const beginning = { ...log.position(), tx: 0n, id: 0n }
  expect(log.recentAfter(beginning)?.map(({ blockNumber }) => blockNumber)).toEqual([1, 2, 3])
})
