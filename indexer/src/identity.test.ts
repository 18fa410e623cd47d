import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { AbiCoder } from 'ethers'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestChain, TEST_CHAIN_ID, type TestChain } from './testing/anvil'
import { encodeEmit, putEmitter, type RawLog } from './testing/emitter'
import { openClient, startIndexer, type TestIndexer, waitForHead, writeNetworkFile } from './testing/indexer'
import { ABI } from './testing/logs'

const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`
const REGISTRY = address(0xf8004)
const OLD_REGISTRY = address(0xf8003)
const REPUTATION = address(0xf8005)
const VALIDATION = address(0xf8006)
const AGENTIC_ID = address(0xf7857)
const ZERO = address(0)
const MAX = 2n ** 256n - 1n
const HASH = `0x${'ab'.repeat(32)}`
const MEGABYTE = '\u0000'.repeat(1_000_000)

let chain: TestChain
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: TestIndexer
let owner: string

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  const contracts = [
    { kind: 'identityRegistry', label: 'identity', address: REGISTRY, startBlock: 1, version: '2.0.0' },
    { kind: 'identityRegistry', label: 'identity-2025', address: OLD_REGISTRY, startBlock: 1, version: '1.0.0' },
    { kind: 'reputationRegistry', label: 'reputation', address: REPUTATION, startBlock: 1 },
    { kind: 'validationRegistry', label: 'validation', address: VALIDATION, startBlock: 1 },
    { kind: 'agenticId', label: 'agentic-id', address: AGENTIC_ID, startBlock: 1 },
  ]
  for (const contract of contracts) await putEmitter(chain.provider, contract.address)
  await chain.provider.send('evm_setBlockGasLimit', ['0x3b9aca00'])
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  owner = chain.accounts[1] ?? ''
  indexer = await startIndexer({ DATABASE_URL: postgres.url, NETWORK: writeNetworkFile(chain, contracts) })
})

afterAll(async () => {
  await indexer?.stop()
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

const log = (contract: keyof typeof ABI, name: string, args: unknown[]) => ABI[contract].encodeEventLog(name, args)
const mint = (id: bigint, to = owner) => log('registry', 'Transfer', [ZERO, to, id])

/** One transaction in which the contract at `to` emits these logs. */
async function emit(to: string, ...logs: RawLog[]) {
  const from = await chain.provider.getSigner(1)
  const sent = await from.sendTransaction({ to, data: encodeEmit(logs), gasLimit: 200_000_000 })
  const receipt = await sent.wait()
  expect(receipt?.logs.length).toBe(logs.length)
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  await waitForHead(chain, client, indexer)
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  return rows
}

describe('what registries log on a real chain', () => {
  it('is stored as it is, with ids from 0 to 2^256-1 and decimals of any size', async () => {
    const ids = [0n, 2n ** 53n + 1n, MAX]
    await emit(REGISTRY, ...ids.map((id) => mint(id)), log('registry', 'Approval', [owner, address(9), MAX]))
    const feedback = (id: bigint, value: bigint, decimals: number) =>
      log('reputation', 'NewFeedback', [id, owner, 1, value, decimals, 't', 't', '', '', '', HASH])
    await emit(REPUTATION, feedback(0n, -(2n ** 127n), 18), feedback(MAX, 2n ** 127n - 1n, 255))
    await emit(
      VALIDATION,
      log('validation', 'ValidationRequest', [owner, MAX, '', HASH]),
      log('validation', 'ValidationResponse', [owner, MAX, HASH, 0, '', HASH, '']),
    )
    expect(await rowsOf('select agent_id, owner, registry_id from agent order by agent_id')).toEqual(
      ids.map((id) => [`${id}`, owner, REGISTRY]),
    )
    expect(await rowsOf('select agent_id, value, value_decimals from feedback order by value')).toEqual([
      [`eip155:${TEST_CHAIN_ID}:${REGISTRY}:0`, `${-(2n ** 127n)}`, 18],
      [`eip155:${TEST_CHAIN_ID}:${REGISTRY}:${MAX}`, `${2n ** 127n - 1n}`, 255],
    ])
    expect(await rowsOf('select response, request_id from validation_response')).toEqual([[0, `${VALIDATION}-${HASH}`]])
    expect(await rowsOf(`select type, payer, strength from payer_link where type = 'L7'`)).toEqual([
      ['L7', address(9), 'B-'],
    ])
  })

  it('is bounded and storable, however long and whatever its bytes', async () => {
    const long = log('registry', 'URIUpdated', [1n, MEGABYTE, owner])
    const key = log('registry', 'MetadataSet', [1n, 'key\u0000', 'key\u0000', '0x00ff'])
    await emit(REGISTRY, mint(1n), long)
    const text = (hex: string) => `0x${AbiCoder.defaultAbiCoder().encode(['bytes'], [hex]).slice(2)}`
    const uri = log('registry', 'URIUpdated', [1n, '', owner])
    await emit(
      REGISTRY,
      // A lone surrogate in the encoding of UTF-8, and bytes that are none at all.
      { ...uri, data: text('0xeda080') },
      { ...uri, data: text('0xff62c328') },
      // A length and an offset beyond the data.
      { ...uri, data: `0x${'0'.repeat(62)}20${'f'.repeat(64)}` },
      { ...uri, data: `0x${'f'.repeat(64)}` },
      key,
    )
    const cards = await rowsOf(`select length(uri), left(uri, 4) from agent_card order by from_block, id`)
    expect(cards).toEqual([
      [65536, '\ufffd'.repeat(4)],
      [3, '\ufffd'.repeat(3)],
      [4, '\ufffdb\ufffd('],
    ])
    expect(await rowsOf('select left(key, 7), length(key), value from agent_metadata')).toEqual([
      ['key\ufffd 0x', 4 + 1 + 66, '0x00ff'],
    ])
    expect(await rowsOf(`select reason, topic, data_size from raw_log order by block_number, log_index`)).toEqual([
      ['altered', uri.topics[0], (long.data.length - 2) / 2],
      ['altered', uri.topics[0], 96],
      ['altered', uri.topics[0], 96],
      ['undecodable', uri.topics[0], 64],
      ['undecodable', uri.topics[0], 32],
      ['altered', key.topics[0], (key.data.length - 2) / 2],
    ])
  })

  it('of other versions and shapes is kept raw', async () => {
    const draft = '0x413f2d30fdbc0b49e55537333a7c6287556f671f40c7e2dc00fc7ca1ced350da'
    await emit(OLD_REGISTRY, mint(1n), { topics: [draft], data: `0x${'ee'.repeat(5000)}` })
    await emit(REPUTATION, { topics: [draft], data: '0x' }, { topics: [], data: '0x01' })
    const raw = `select reason, note, length(data), data_size from raw_log where reason not in ('undecodable', 'altered') order by block_number, log_index`
    expect(await rowsOf(raw)).toEqual([
      ['version', 'Transfer', 2, 0],
      ['version', 'NewFeedback', 2 + 2 * 4096, 5000],
      ['version', 'NewFeedback', 2, 0],
      ['unknown-event', null, 4, 1],
    ])
  })

  it('resolves who stands behind AgenticID', async () => {
    await emit(
      AGENTIC_ID,
      log('agenticId', 'TrustedAttestorAdded', [owner]),
      log('agenticId', 'Transfer', [ZERO, owner, 5n]),
    )
    await emit(REGISTRY, mint(5n, AGENTIC_ID))
    await emit(AGENTIC_ID, log('agenticId', 'AgentSealSet', [5n, address(0x5ea1), HASH]))
    await emit(AGENTIC_ID, log('agenticId', 'Transfer', [owner, address(7), 5n]))
    expect(await rowsOf('select owner, resolved_owner from agent where agent_id = 5')).toEqual([
      [AGENTIC_ID, address(7)],
    ])
    const links = `select type, payer, strength, to_block is null from payer_link l join agent a on a.id = l.agent_id
      where a.agent_id = 5 order by type, from_block`
    expect(await rowsOf(links)).toEqual([
      ['L1', address(0x5ea1), 'S', true],
      ['L6', owner, 'B', false],
      ['L6', address(7), 'B', true],
    ])
  })
})
