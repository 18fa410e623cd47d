import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Database } from './database'

const SQL = 'select 42 as n'
/** ReadyForQuery, outside a transaction. */
const READY = 'Z\0\0\0\x05I'

let postgres: TestPostgres
let admin: Client
let relay: Server
const clients: Socket[] = []
/** The connection that asked for SQL, and what the server has said on it since, which is held up. */
let asking: Socket | undefined
let held = Buffer.alloc(0)

beforeAll(async () => {
  postgres = await startTestPostgres()
  admin = new Client({ connectionString: postgres.url })
  await admin.connect()
  const { hostname, port } = new URL(postgres.url)
  relay = createServer((client) => {
    clients.push(client)
    const server = connect(Number(port), hostname)
    for (const socket of [client, server]) socket.on('error', () => undefined)
    client.on('close', () => server.destroy())
    client.on('data', (data) => {
      if (data.includes(SQL)) asking = client
      server.write(data)
    })
    server.on('data', (data) => {
      if (asking === client) held = Buffer.concat([held, data])
      else client.write(data)
    })
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
})
afterAll(async () => {
  for (const client of clients) client.destroy()
  relay.close()
  await admin.end()
  await postgres.stop()
})

describe('a connection that is lost', () => {
  it('with the last words of an answer ends neither it nor the process', async () => {
    const url = new URL(postgres.url)
    url.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`
    const database = new Database(url.href, 5_000, () => undefined)
    const asked = database.query(SQL)
    await vi.waitFor(() => expect(held.subarray(-READY.length).toString('latin1')).toBe(READY))
    const ended = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = $1 and application_name = 'touchstone-api'`,
      [SQL],
    )
    expect(ended.rowCount).toBe(1)
    await vi.waitFor(() => expect(held.includes('57P01')).toBe(true))
    asking?.write(held)
    asking = undefined
    expect(await asked).toEqual([{ n: 42 }])
    expect(await database.query('select 43 as n')).toEqual([{ n: 43 }])
    expect(clients).toHaveLength(2)
    await database.close()
  })
})
