import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from './gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { topic } from './testing/contracts.js'
import { A, B, populate, REVERTER } from './testing/populate.js'
import { type RpcProxy, startProxy } from './testing/proxy.js'
import { runSquid, runWholeSquid } from './testing/squid.js'

const FINALITY = 5
let chain: TestChain
let proxy: RpcProxy
let gateway: RunningGateway
let dataDir: string
let range: { from: number; to: number }

/** Without the audit: requests are counted here. */
const start = () =>
  startGateway({ rpcUrls: [proxy.url], chainId: TEST_CHAIN_ID, finality: FINALITY, dataDir, audit: false })

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 22)
  const head = Number(await chain.ask('eth_blockNumber'))
  range = { from: 0, to: head - FINALITY }
  proxy = await startProxy(chain.url)
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
  gateway = await start()
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The same squid through the gateway and in the SDK's own RPC mode. */
async function compare(query: object) {
  const [ours, own] = await Promise.all([
    runSquid({ gateway: gateway.url, range, ...query }),
    runSquid({ rpc: chain.url, finality: FINALITY, range, ...query }),
  ])
  expect(own.length).toBeGreaterThan(0)
  expect(ours).toEqual(own)
}

const TRANSACTION = Object.fromEntries(
  'hash from to input sighash value nonce gas gasPrice maxFeePerGas maxPriorityFeePerGas v r s yParity chainId'
    .split(' ')
    .map((name) => [name, true]),
)
const RECEIPT = Object.fromEntries(
  'status gasUsed cumulativeGasUsed effectiveGasPrice contractAddress type'.split(' ').map((name) => [name, true]),
)
const HEADER = Object.fromEntries(
  'nonce sha3Uncles logsBloom transactionsRoot stateRoot receiptsRoot mixHash miner difficulty totalDifficulty extraData size gasLimit gasUsed baseFeePerGas timestamp'
    .split(' ')
    .map((name) => [name, true]),
)

describe('an unmodified EvmBatchProcessor gets through the gateway what it gets from the RPC itself', () => {
  it('logs by address and topic', () => compare({ logs: [{ address: [A], topic0: [topic(1), topic(2)] }] }))

  it('logs with every field of header, log and transaction', () =>
    compare({
      logs: [{ address: [A, B], topic0: [topic(1)], transaction: true }],
      fields: { block: HEADER, log: { transactionHash: true, data: true, topics: true }, transaction: TRANSACTION },
    }))

  it('a request without address beside one with, each with a topic matrix of its own', () =>
    compare({
      logs: [
        { topic0: [topic(1)], topic1: [topic(11)] },
        { address: [A], topic2: [topic(3), topic(4), topic(5)], transaction: true },
        { address: [B], topic0: [topic(2)], range: { from: 20 } },
        { address: [] },
      ],
      // The SDK's own mode gives these two unasked.
      fields: { transaction: { input: true, sighash: true } },
    }))

  it('every log there is, without selected data', () => compare({ logs: [{}], fields: { log: { data: false } } }))

  it('fields of receipts, and all logs of the transactions', () =>
    compare({
      logs: [{ address: [A], topic0: [topic(1)], topic1: [topic(7)], transaction: true, transactionLogs: true }],
      fields: { transaction: { ...RECEIPT, input: true, sighash: true } },
    }))

  it('all calls of the transactions', () =>
    compare({
      logs: [{ address: [A], topic0: [topic(1)], transaction: true, transactionTraces: true }],
      fields: {
        transaction: { input: true, sighash: true },
        trace: {
          subtraces: true,
          callCallType: true,
          callFrom: true,
          callTo: true,
          callValue: true,
          callGas: true,
          callInput: true,
          callSighash: true,
          callResultGasUsed: true,
          callResultOutput: true,
        },
      },
    }))

  it('transactions by callee and caller, failed ones included', () =>
    compare({
      transactions: [
        { to: [REVERTER], logs: true },
        { from: [chain.accounts[1]], to: [B] },
      ],
      fields: { transaction: { ...TRANSACTION, status: true } },
    }))

  it('every block, where all are asked for', async () => {
    const query = { logs: [{ address: [A] }], includeAllBlocks: true, range }
    const ours = await runWholeSquid({ gateway: gateway.url, ...query })
    expect(ours.map(({ header }) => header.height)).toEqual(Array.from({ length: range.to + 1 }, (_, n) => n))
    const own = await runWholeSquid({ rpc: chain.url, finality: FINALITY, ...query })
    expect(ours).toEqual(own)
  })
})

describe('what was fetched once', () => {
  const query = { logs: [{ address: [A, B], transaction: true, transactionLogs: true }] }

  it('is served again without a request, also after a restart and to a client that asks for a part of it', async () => {
    const first = await runSquid({ gateway: gateway.url, range, ...query })
    await gateway.stop()
    gateway = await start()
    const before = proxy.blockRequests
    expect(await runSquid({ gateway: gateway.url, range, ...query })).toEqual(first)
    const part = await runSquid({ gateway: gateway.url, range, logs: [{ address: [B], topic0: [topic(2)] }] })
    expect(part.length).toBeGreaterThan(0)
    expect(proxy.blockRequests).toBe(before)
  })

  it('is served while no RPC answers, with the height last known', async () => {
    await gateway.stop()
    proxy.fault = () => ({ status: 503, body: 'down' })
    gateway = await start()
    const height = await fetch(`${gateway.url}/height`).then((answer) => answer.text())
    expect(Number(height)).toBe(range.to)
    expect((await runSquid({ gateway: gateway.url, range, ...query })).length).toBeGreaterThan(0)
    proxy.fault = undefined
  })
})
