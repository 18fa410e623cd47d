import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestChain, type TestChain } from './testing/anvil'
import { encodeEmit, putEmitter, type RawLog } from './testing/emitter'
import { openClient, startIndexer, type TestIndexer, waitForHead, writeNetworkFile } from './testing/indexer'
import { ABI, address } from './testing/logs'

const SERVING = address(0xf001)
const LEDGER = address(0xf002)
/** The same code and the same logs at an address that the network's file does not name. */
const SANDBOX = address(0xf003)
const ALICE = address(0xb)
const PROVIDER = address(0xa)
const MAX = 2n ** 256n - 1n

let chain: TestChain
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: TestIndexer

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  for (const at of [SERVING, LEDGER, SANDBOX]) await putEmitter(chain.provider, at)
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  const NETWORK = writeNetworkFile(chain, [
    { kind: 'inferenceServing', label: 'inference', address: SERVING, startBlock: 0 },
    { kind: 'ledgerManager', label: 'ledger', address: LEDGER, startBlock: 0 },
  ])
  indexer = await startIndexer({ DATABASE_URL: postgres.url, NETWORK })
})

afterAll(async () => {
  await indexer?.stop()
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

async function emit(to: string, logs: RawLog[]) {
  const sender = await chain.provider.getSigner(1)
  const sent = await sender.sendTransaction({ to, data: encodeEmit(logs), gasLimit: 29_000_000 })
  expect((await sent.wait())?.status).toBe(1)
}
const log = (name: string, args: unknown[]) => ABI.serving.encodeEventLog(name, args)
const rows = async (sql: string) => (await client.query(sql)).rows

describe('contracts that say anything', () => {
  it('are stored as they are, bounded, up to the largest numbers', async () => {
    // Bytes that are no UTF-8 where a string should be, and a quarter of a megabyte of it.
    const service = log('ServiceUpdated', [PROVIDER, 'type', 'url', MAX, MAX, MAX, 'model', 'TeeML'])
    const broken = { ...service, data: service.data.replace('6d6f64656c', 'ff00fe80c3') }
    const long = log('ServiceUpdated', [PROVIDER, 'x'.repeat(250_000), 'url', 0n, MAX, 1n, 'model', 'v'])
    await emit(SERVING, [
      log('BalanceUpdated', [ALICE, PROVIDER, MAX, MAX]),
      log('TEESettlementResult', [ALICE, 255, MAX]),
      log('TEESettlementResult', [ALICE, 0, MAX]),
      log('ProviderStaked', [PROVIDER, MAX]),
      log('ProviderStaked', [PROVIDER, MAX]),
      log('AllTokensRevoked', [ALICE, PROVIDER, MAX]),
      broken,
    ])
    await emit(SERVING, [long])
    await waitForHead(chain, client, indexer)
    expect(await rows(`select balance, pending_refund from account where provider = '${PROVIDER}'`)).toEqual([
      { balance: `${MAX}`, pending_refund: `${MAX}` },
    ])
    expect(await rows('select status, accepted, unsettled_amount, calldata from settlement order by n')).toEqual([
      { status: 255, accepted: false, unsettled_amount: `${MAX}`, calldata: 'unavailable' },
      { status: 0, accepted: true, unsettled_amount: `${MAX}`, calldata: 'unavailable' },
    ])
    expect(await rows(`select stake from provider where id = '${PROVIDER}'`)).toEqual([{ stake: `${2n * MAX}` }])
    expect(await rows('select generation from token_revocation')).toEqual([{ generation: `${MAX}` }])
    const services = await rows(
      'select model, length(service_type) as length, input_price from service_revision order by from_block',
    )
    expect(services).toEqual([
      { model: '\ufffd\ufffd\ufffd\ufffd\ufffd', length: 4, input_price: `${MAX}` },
      { model: 'model', length: 512, input_price: '0' },
    ])
    const flagged = await rows('select reason, data, data_size, contract from raw_log order by block_number, log_index')
    expect(flagged).toMatchObject([
      { reason: 'altered', data: broken.data, contract: SERVING },
      { reason: 'altered', data: long.data.slice(0, 2 + 2 * 4096), data_size: (long.data.length - 2) / 2 },
    ])
  })

  it('by the thousand in one block are all kept, a few of them told of', async () => {
    const count = 4_000
    const [topic = ''] = log('BalanceUpdated', [ALICE, PROVIDER, 1n, 1n]).topics
    const before = indexer.output().length
    await emit(
      SERVING,
      Array.from({ length: count }, () => ({ topics: [topic], data: '0x12' })),
    )
    await emit(LEDGER, [
      { topics: [`0x${'9'.repeat(64)}`], data: `0x${'ab'.repeat(100_000)}` },
      { topics: [], data: '0x' },
    ])
    await emit(SERVING, [log('LockTimeUpdated', [1n, MAX])])
    await waitForHead(chain, client, indexer)
    expect(await rows(`select reason, count(*)::int as n from raw_log group by reason order by reason`)).toEqual([
      { reason: 'altered', n: 2 },
      { reason: 'undecodable', n: count },
      { reason: 'unknown-event', n: 3 },
    ])
    expect(
      await rows(
        `select note, topic is null as bare, length(data) as length, data_size from raw_log
         where reason = 'unknown-event' order by block_number, log_index`,
      ),
    ).toEqual([
      { note: null, bare: false, length: 2 + 2 * 4096, data_size: 100_000 },
      { note: null, bare: true, length: 2, data_size: 0 },
      { note: 'LockTimeUpdated', bare: false, length: 2 + 128, data_size: 64 },
    ])
    const told = indexer.output().slice(before)
    expect(told.split('does not decode').length - 1).toBeLessThanOrEqual(20)
    expect(told).toContain('more logs do not decode')
    const metrics = await (await fetch(`http://127.0.0.1:${indexer.port}/metrics`)).text()
    expect(metrics).toContain(`undecodable_logs_total ${count}\n`)
  }, 30_000)

  it('that are not in the file are nobody, whatever they have in common with one that is', async () => {
    const before = await rows('select (select count(*) from settlement) as s, (select count(*) from raw_log) as r')
    const refund = log('RefundRequested', [ALICE, PROVIDER, 1n, 1n])
    await emit(SANDBOX, [log('TEESettlementResult', [ALICE, 0, 0n]), { ...refund, topics: refund.topics.slice(0, 3) }])
    await waitForHead(chain, client, indexer)
    expect(await rows('select (select count(*) from settlement) as s, (select count(*) from raw_log) as r')).toEqual(
      before,
    )
  })
})
