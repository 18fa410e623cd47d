import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from './gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { ask, type Block, readAll } from './testing/client.js'
import { A, populate } from './testing/populate.js'
import { type Fault, type RpcCall, type RpcProxy, startProxy } from './testing/proxy.js'

const FINALITY = 5
const QUERY = { logs: [{ address: [A], transaction: true }], fields: { log: { topics: true, data: true } } }
let chain: TestChain
let proxy: RpcProxy
let truth: Block[]
let to: number

let gateway: RunningGateway
let dataDir: string

const start = (rpcUrls = [proxy.url]) =>
  startGateway({ rpcUrls, chainId: TEST_CHAIN_ID, finality: FINALITY, dataDir, rpcTimeoutMs: 1_000 })

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 20)
  to = Number(await chain.ask('eth_blockNumber')) - FINALITY
  proxy = await startProxy(chain.url)
})

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
})

afterEach(async () => {
  proxy.fault = undefined
  proxy.alter = undefined
  await gateway?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

afterAll(async () => {
  await proxy?.stop()
  await chain?.stop()
})

const asks = (method: string) => (calls: RpcCall[]) => calls.some((call) => call.method === method)
const asksLogs = asks('eth_getLogs')

/** The fault for the first `times` requests that it is for. */
function first(times: number, isFor: (calls: RpcCall[]) => boolean, fault: Fault): Fault {
  let left = times
  return (calls, request) => (isFor(calls) && left-- > 0 ? fault(calls, request) : undefined)
}

const error = (calls: RpcCall[], code: number, message: string) =>
  JSON.stringify(calls.map(({ id }) => ({ jsonrpc: '2.0', id, error: { code, message } })))

const blocksOf = ({ params }: RpcCall) => {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
  return Number(toBlock) - Number(fromBlock) + 1
}

describe('an RPC that misbehaves for a while costs time and nothing else', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
    gateway = await start([chain.url])
    truth = await readAll(gateway.url, QUERY, to)
    await gateway.stop()
    expect(truth.filter(({ logs }) => logs).length).toBeGreaterThan(10)
  })

  const faults: [string, Fault][] = [
    ['429 with Retry-After', first(1, asksLogs, () => ({ status: 429, headers: { 'retry-after': '1' }, body: '' }))],
    ['503', first(3, asksLogs, () => ({ status: 503, body: 'down' }))],
    ['a rate limit in words', first(2, asksLogs, (calls) => ({ body: error(calls, -32005, 'request rate exceeded') }))],
    ['truncated JSON', first(2, asksLogs, () => ({ body: '[{"jsonrpc":"2.0","id":1,"resu' }))],
    [
      'foreign ids',
      first(2, asksLogs, (calls) => ({ body: JSON.stringify(calls.map(() => ({ id: -1, result: [] }))) })),
    ],
    ['an empty list as the batch', first(2, asksLogs, () => ({ body: '[]' }))],
    [
      'no answer in time',
      first(1, asksLogs, () => new Promise((resolve) => setTimeout(() => resolve(undefined), 1_500))),
    ],
    [
      'blocks that it does not have',
      first(3, asks('eth_getBlockByNumber'), (calls) => ({
        body: JSON.stringify(calls.map(({ id, method }) => ({ id, result: method === 'eth_getLogs' ? [] : null }))),
      })),
    ],
    [
      'a limit of 7 blocks',
      (calls) =>
        calls.some((call) => call.method === 'eth_getLogs' && blocksOf(call) > 7)
          ? { body: error(calls, -32000, 'exceed maximum block range: 7') }
          : undefined,
    ],
    [
      'a limit of results, which names none',
      (calls) =>
        calls.some((call) => call.method === 'eth_getLogs' && blocksOf(call) > 10)
          ? { body: error(calls, -32602, 'query exceeds max results') }
          : undefined,
    ],
    [
      'batches of at most three',
      (calls) =>
        calls.length > 3
          ? { body: JSON.stringify({ id: null, error: { code: -32600, message: 'batch size is too large' } }) }
          : undefined,
    ],
  ]
  it.each(faults)('%s', async (_, fault) => {
    gateway = await start()
    proxy.fault = fault
    expect(await readAll(gateway.url, QUERY, to)).toEqual(truth)
  })

  it('a log of a foreign block', async () => {
    gateway = await start()
    let left = 2
    proxy.alter = (answer, { method }) => {
      if (method !== 'eth_getLogs' || !Array.isArray(answer.result) || answer.result.length === 0 || left-- <= 0) return
      answer.result[0].blockHash = `0x${'66'.repeat(32)}`
    }
    expect(await readAll(gateway.url, QUERY, to)).toEqual(truth)
  })

  it('one of two RPCs being down, and the other slow', async () => {
    const other = await startProxy(chain.url)
    other.fault = (_, request) => (request > 4 ? { status: 502, body: '' } : undefined)
    proxy.delayMs = 50
    gateway = await start([other.url, proxy.url])
    expect(await readAll(gateway.url, QUERY, to)).toEqual(truth)
    proxy.delayMs = 0
    await other.stop()
  })
})

describe('what stays wrong is refused with a sentence that names it', () => {
  it('logs of another block than the chain has: neither served nor kept', async () => {
    gateway = await start()
    proxy.alter = (answer, { method }) => {
      if (method === 'eth_getLogs')
        for (const log of answer.result as { blockHash: string }[]) log.blockHash = `0x${'66'.repeat(32)}`
    }
    const { status, text } = await ask(gateway.url, { fromBlock: 0, toBlock: to, ...QUERY })
    expect(status).toBe(500)
    expect(text).toMatch(/^\{"error":"Block \d+ does not add up: a log is of 0x6666/)
    proxy.alter = undefined
    expect(await readAll(gateway.url, QUERY, to)).toEqual(truth)
  })

  it('a method that no RPC serves', async () => {
    proxy.alter = (answer, { method }) => {
      if (!method.startsWith('trace_') && !method.startsWith('debug_')) return
      delete answer.result
      Object.assign(answer, { error: { code: -32601, message: 'the method does not exist' } })
    }
    gateway = await start()
    const traces = await ask(gateway.url, { fromBlock: 0, logs: [{ address: [A], transactionTraces: true }] })
    expect(traces).toMatchObject({
      status: 400,
      text: expect.stringContaining('serves neither trace_transaction nor debug'),
    })
    const calls = await ask(gateway.url, { fromBlock: 0, transactions: [{ to: [A] }] })
    expect(calls).toMatchObject({ status: 400, text: expect.stringContaining('serves no trace_filter') })
  })

  it('an RPC of another chain, at the start', async () => {
    proxy.alter = (answer, { method }) => {
      if (method === 'eth_chainId') answer.result = '0x1'
    }
    await expect(start()).rejects.toThrow(/serves chain 1, this gateway is for chain 31998: correct its URL/)
  })

  it('an RPC without logs, at the start', async () => {
    proxy.alter = (answer: { error?: object; result?: unknown }, { method }) => {
      if (method !== 'eth_getLogs') return
      delete answer.result
      answer.error = { code: -32601, message: 'Method eth_getLogs not found' }
    }
    await expect(start()).rejects.toThrow(/serves no logs .*: use one that serves eth_getLogs/)
  })

  it('an RPC that has thrown the history away: never an empty answer', async () => {
    gateway = await start()
    proxy.alter = (answer: { error?: object; result?: unknown }, { method }) => {
      if (method !== 'eth_getLogs') return
      delete answer.result
      answer.error = { code: -32000, message: 'missing trie node 5f8e' }
    }
    const { status, text } = await ask(gateway.url, { fromBlock: 0, toBlock: to, ...QUERY })
    expect(status).toBe(503)
    expect(text).toContain('it has thrown this history away; use an archive RPC.')
  })

  it('a folder that another gateway uses, or that is of another chain', async () => {
    gateway = await start()
    await expect(start()).rejects.toThrow(/is in use by another gateway/)
    await readAll(gateway.url, QUERY, to)
    await gateway.stop()
    const stranger = await startAnvil()
    await stranger.ask('anvil_mine', '0x200')
    await expect(start([stranger.url])).rejects.toThrow(/is not of this chain: block \d+ is 0x.* RESET_ON_DEEP_REORG=1/)
    await stranger.stop()
    gateway = await start()
  })
})
