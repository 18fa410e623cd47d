import { startTestPostgres } from '@touchstone/stack/testing'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FactsDatabase } from './database'
import { type DecodedBlock, decodeBlock } from './decode/block'
import type { FactEvent } from './decode/event'
import { resetFacts } from './start/continuity'
import { seedNetwork } from './start/seed'
import { openClient } from './testing/indexer'
import { address, buildBlock, CONTEXT, CONTRACTS, WATCHED } from './testing/logs'
import { writeBatch } from './write'

const NETWORK: Parameters<typeof seedNetwork>[1] = {
  name: 'test',
  displayName: 'Test',
  chainId: CONTEXT.chainId,
  finality: 3,
  rpc: [],
  ws: [],
  contracts: [...CONTEXT.contracts.values()],
  storage: { indexers: [], nodes: [] },
  trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
}

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let source: DataSource
let client: Client
let database: FactsDatabase

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  source = await buildFactsSource(postgres.url).initialize()
  client = await openClient(postgres.url)
}, 60_000)

afterAll(async () => {
  await database?.disconnect()
  await client?.end()
  await source?.destroy()
  await postgres?.stop()
})

beforeEach(async () => {
  await database?.disconnect()
  await resetFacts(source)
  await seedNetwork(source, NETWORK)
  database = new FactsDatabase(postgres.url, () => undefined)
  await database.connect()
})

/** Blocks of one log each that nobody knows, and that is kept raw. */
function decodeRawLogs(count: number): DecodedBlock[] {
  const log = { address: CONTRACTS.serving, topics: [`0x${'9'.repeat(64)}`], data: '0x1234' }
  return Array.from({ length: count }, (_, n) =>
    decodeBlock(buildBlock(n + 1, [{ from: address(1), logs: [log] }]), WATCHED),
  )
}

const write = (decoded: DecodedBlock[], partEvents: number) =>
  database.transact({ prevHead: { height: -1, hash: '0x' }, nextHead: { height: 99, hash: '0x99' } }, async (store) => {
    await writeBatch(store, decoded, CONTEXT, { partEvents })
  })

const countRawLogs = async () => (await client.query('select count(*)::int as n from raw_log')).rows[0].n

describe('a batch of several parts', () => {
  it('leaves nothing where a part is refused while later ones are folded', async () => {
    const decoded = decodeRawLogs(200)
    await write(decoded.slice(0, 1), 1)
    const { rows } = await client.query('select * from raw_log')
    await client.query(`update squid_processor.status set height = -1, hash = '0x'`)
    await expect(write(decoded, 60)).rejects.toMatchObject({ driverError: { code: '23505' } })
    expect((await client.query('select * from raw_log')).rows).toEqual(rows)
    await write(decoded.slice(1), 60)
    expect(await countRawLogs()).toBe(200)
  })

  it('leaves nothing where the fold fails while a part is written', async () => {
    const decoded = decodeRawLogs(3000)
    const broken = { kind: 'settlement' } as unknown as FactEvent
    const withBroken = [...decoded, { events: [broken], undecodable: [] }]
    await expect(write(withBroken, 1400)).rejects.toThrow(TypeError)
    expect(await countRawLogs()).toBe(0)
    const { rows } = await client.query('select height from squid_processor.status')
    expect(rows).toEqual([{ height: -1 }])
    await write(decoded, 1400)
    expect(await countRawLogs()).toBe(3000)
  })
})
