import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from './abi/DAEntrance'
import { startTestChain, type TestChain } from './testing/anvil'
import { type Deployment, deployContracts, send } from './testing/contracts'
import { encodeEmit, putEmitter, type RawLog } from './testing/emitter'
import { deployFineTuning, type FineTuning, runTask } from './testing/fineTuning'
import {
  contractsOf,
  digestFacts,
  openClient,
  startIndexer,
  type TestIndexer,
  waitForHead,
  writeNetworkFile,
} from './testing/indexer'
import { ABI, address } from './testing/logs'
import { buildSubmission } from './testing/random-storage'

const REGISTRY = address(0xf8004)
const SIGNERS = address(0x1000)
const ENTRANCE = address(0xda0)
/** Answers every call with ErasureCommitmentVerified of the first item, as the entrance does for one it has not seen. */
const ENTRANCE_CODE = `0x606060646000377f${events.ErasureCommitmentVerified.topic.slice(2)}60606000a100`
/** Hands its calldata on to the entrance. */
const FORWARDER = address(0xf0)
const FORWARDER_CODE = `0x36600060003760006000366000600073${ENTRANCE.slice(2)}5af100`
const MODEL_ROOT = `0x${'ab'.repeat(32)}`

let chain: TestChain
let deployment: Deployment
let fineTuning: FineTuning
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: TestIndexer

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  deployment = await deployContracts(chain)
  fineTuning = await deployFineTuning(deployment)
  for (const at of [REGISTRY, SIGNERS]) await putEmitter(chain.provider, at)
  await chain.provider.send('anvil_setCode', [ENTRANCE, ENTRANCE_CODE])
  await chain.provider.send('anvil_setCode', [FORWARDER, FORWARDER_CODE])
  const contracts = [
    ...contractsOf(deployment, REGISTRY),
    { kind: 'fineTuningServing', label: 'fine-tuning', address: fineTuning.address, startBlock: 1 },
    { kind: 'daEntrance', label: 'da-entrance', address: ENTRANCE, startBlock: 1 },
    { kind: 'daSigners', label: 'da-signers', address: SIGNERS, startBlock: 1 },
  ]
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  indexer = await startIndexer({ DATABASE_URL: postgres.url, NETWORK: writeNetworkFile(chain, contracts) })
}, 60_000)

afterAll(async () => {
  await indexer?.stop()
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

const sync = () => waitForHead(chain, client, indexer)
const rowsOf = async (sql: string) => (await client.query(sql)).rows

async function submit(flow: 'storage' | 'standardStorage', n: number) {
  const nodes = [{ root: `0x${n.toString(16).padStart(64, '0')}`, height: 0n }]
  const author = await chain.provider.getSigner(6)
  const submission = { data: { length: 200n, tags: '0x', nodes }, submitter: author.address }
  await send(deployment[flow](author), 'submit', [submission], 10n)
}

async function call(to: string, data: string) {
  const sender = await chain.provider.getSigner(5)
  await (await sender.sendTransaction({ to, data, gasLimit: 5_000_000 })).wait()
}

const emit = (at: string, ...logs: RawLog[]) => call(at, encodeEmit(logs))

describe('two official Flows', () => {
  it('count their submissions apart, without a gap, also over a reorganisation', async () => {
    await submit('storage', 1)
    await submit('standardStorage', 2)
    await submit('storage', 3)
    await sync()
    const before = await digestFacts(client)
    const snapshot = await chain.provider.send('evm_snapshot', [])
    await submit('standardStorage', 4)
    await sync()
    await chain.provider.send('evm_revert', [snapshot])
    await chain.provider.send('anvil_mine', ['0x2'])
    await sync()
    expect((await digestFacts(client)).anchor).toBe(before.anchor)
    await submit('standardStorage', 5)
    await sync()
    expect(await rowsOf('select id, right(root, 1) as n from anchor order by block_number')).toEqual([
      { id: 'storage-flow-turbo-0', n: '1' },
      { id: 'storage-flow-standard-0', n: '2' },
      { id: 'storage-flow-turbo-1', n: '3' },
      { id: 'storage-flow-standard-1', n: '5' },
    ])
    expect(await rowsOf('select * from submission_anomaly')).toEqual([])
  })
})

describe('a DA commitment', () => {
  it('has what only calldata tells, of a direct call and of one within another', async () => {
    const verify = (n: bigint) => {
      const item = buildSubmission(`0x${n.toString(16).padStart(64, '0')}`, n, 0n, n)
      return ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [[item]])
    }
    await call(ENTRANCE, verify(1n))
    await call(FORWARDER, verify(2n))
    await sync()
    expect(await rowsOf('select epoch, calldata, commitment, signature from da_commitment order by epoch')).toEqual([
      { epoch: '1', calldata: 'transaction', commitment: '1,2', signature: '7,1' },
      { epoch: '2', calldata: 'trace', commitment: '2,2', signature: '7,2' },
    ])
  })

  it('follows signers whose sockets are hostile', async () => {
    const who = chain.accounts[4]
    const encode = (name: string, args: unknown[]) => ABI.signers.encodeEventLog(name, args)
    const point = [1n, 2n]
    const socket = encode('SocketUpdated', [who, `nul\u0000${'x'.repeat(5_000)}`])
    const notText = { ...encode('SocketUpdated', [who, 'abc']) }
    notText.data = notText.data.replace('616263', 'ff00fe')
    await emit(SIGNERS, encode('NewSigner', [who, point, [point, point]]), socket, notText)
    await emit(SIGNERS, { ...socket, data: socket.data.slice(0, 200) })
    await sync()
    const rows = await rowsOf(
      'select key_g1, left(socket, 5) as socket, to_block is null as open from da_signer order by from_log_index',
    )
    expect(rows).toEqual([
      { key_g1: '1,2', socket: null, open: false },
      { key_g1: '1,2', socket: 'nul\ufffdx', open: false },
      { key_g1: '1,2', socket: '\ufffd\ufffd\ufffd', open: true },
    ])
    const raw = await rowsOf(
      `select reason from raw_log where contract = '${SIGNERS}' order by block_number, log_index`,
    )
    expect(raw).toEqual([{ reason: 'altered' }, { reason: 'altered' }, { reason: 'undecodable' }])
  })
})

describe('the official fine-tuning contract', () => {
  it('gives service, deliverable and payment, and moves nothing of inference', async () => {
    const before = await digestFacts(client)
    const [provider, payer] = [await chain.provider.getSigner(1), await chain.provider.getSigner(2)]
    const fee = await runTask(deployment, fineTuning, { provider, payer, id: 'task-1', root: MODEL_ROOT })
    await sync()
    const named = { payer: chain.accounts[2], provider: chain.accounts[1] }
    expect(
      await rowsOf('select payer, provider, deliverable, fee, acknowledged, nonce from fine_tuning_settlement'),
    ).toEqual([{ ...named, deliverable: 'task-1', fee: `${fee}`, acknowledged: true, nonce: '1' }])
    expect(await rowsOf('select payer, provider, model_root_hash, status from fine_tuning_deliverable')).toEqual([
      { ...named, model_root_hash: MODEL_ROOT, status: 'acknowledged' },
    ])
    expect(await rowsOf('select provider, quota, price_per_token, to_block from fine_tuning_service')).toEqual([
      { provider: chain.accounts[1], quota: '8,64,1,500,H100', price_per_token: '7', to_block: null },
    ])
    const after = await digestFacts(client)
    for (const table of ['account', 'account_change', 'settlement', 'service_revision', 'signer_acknowledgement'])
      expect([table, after[table]]).toEqual([table, before[table]])
  })
})
