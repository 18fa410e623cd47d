import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from '../gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from '../testing/anvil.js'
import { encodeSteps, logStep, topic } from '../testing/contracts.js'
import { A, B, deploy, mine, REVERTER, ROUTER, send } from '../testing/populate.js'
import { type RpcProxy, startProxy } from '../testing/proxy.js'
import { waitUntil } from '../testing/waitUntil.js'
import type { CallFrame } from './frame.js'

const FINALITY = 5
let chain: TestChain
let dataDir: string
let proxies: RpcProxy[]
let byTrace: RunningGateway
let byDebug: RunningGateway

/** An anvil that does not serve one of the trace APIs. */
async function without(prefix: string): Promise<RpcProxy> {
  const proxy = await startProxy(chain.url)
  proxy.alter = (answer: { error?: object; result?: unknown }, { method }) => {
    if (!method.startsWith(prefix)) return
    delete answer.result
    answer.error = { code: -32601, message: 'Method not found' }
  }
  return proxy
}

const start = (url: string, name: string) =>
  startGateway({ rpcUrls: [url], chainId: TEST_CHAIN_ID, finality: FINALITY, dataDir: path.join(dataDir, name) })

beforeAll(async () => {
  chain = await startAnvil()
  await deploy(chain)
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
  proxies = [await without('debug_'), await without('trace_')]
  byTrace = await start(proxies[0]?.url ?? '', 'trace')
  byDebug = await start(proxies[1]?.url ?? '', 'debug')
})

afterAll(async () => {
  await byTrace?.stop()
  await byDebug?.stop()
  for (const proxy of proxies ?? []) await proxy.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

interface Frames {
  capability: string
  frames: Record<string, CallFrame[] | null>
}

async function ask(gateway: RunningGateway, body: object): Promise<{ status: number; answer: Frames }> {
  const response = await fetch(`${gateway.url}/frames`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  return { status: response.status, answer: (await response.json()) as Frames }
}

/** Where a transaction stands, as a question for its frames. */
async function questionOf(hash: string) {
  const read = () => chain.ask<{ blockNumber: string; blockHash: string | null }>('eth_getTransactionByHash', hash)
  await waitUntil('the transaction is mined', async () => (await read()).blockHash !== null)
  const tx = await read()
  return { blockNumber: Number(tx.blockNumber), blockHash: tx.blockHash, transactions: [hash] }
}

const inner = encodeSteps([logStep([topic(1)])])
const NESTED = [
  { to: A, data: inner },
  { to: REVERTER, data: encodeSteps([{ to: B, data: inner }]) },
  { to: `0x${'2'.padStart(40, '0')}`, data: '0x1234' },
  { to: A, data: inner },
]

describe('frames', () => {
  it('of a nested call with an inner revert are equal by either API, in execution order, without precompiles', async () => {
    const hash = await send(chain, ROUTER, NESTED)
    const question = await questionOf(hash)
    const [traced, debugged] = [await ask(byTrace, question), await ask(byDebug, question)]
    expect(traced.answer.capability).toBe('trace')
    expect(debugged.answer.capability).toBe('debug')
    expect(traced.answer.frames).toEqual(debugged.answer.frames)
    const frames = traced.answer.frames[hash] ?? []
    expect(frames.map(({ path, type, to, failed }) => [path.join(), type, to?.slice(2, 4), failed])).toEqual([
      ['', 'call', 'cc', false],
      ['0', 'call', 'aa', false],
      ['0,0', 'delegatecall', '10', false],
      ['1', 'call', 'dd', true],
      ['1,0', 'call', 'bb', true],
      ['1,0,0', 'delegatecall', '10', true],
      ['2', 'call', 'aa', false],
      ['2,0', 'delegatecall', '10', false],
    ])
    expect(frames[1]).toMatchObject({ from: ROUTER, to: A, input: inner, value: '0x0' })
  })

  it('of creations, of both kinds, that fail and that do not, are equal by either API', async () => {
    const initCodes = [
      '0x60016000526001601ff3', // returns one byte
      '0x60006000fd', // reverts
      '0x5f5f5f5f5ff5505f5ff3', // CREATE2 of nothing, then returns nothing
      '0x33ff', // destroys itself
    ]
    for (const data of initCodes) {
      const hash = await chain.ask<string>('eth_sendTransaction', {
        from: chain.accounts[0],
        data,
        gas: '0x100000',
        value: '0x5',
      })
      const question = await questionOf(hash)
      const [traced, debugged] = [await ask(byTrace, question), await ask(byDebug, question)]
      expect(traced.answer.frames[hash]?.[0]).toMatchObject({
        type: 'create',
        from: chain.accounts[0],
        input: data,
        value: '0x5',
      })
      expect(traced.answer.frames).toEqual(debugged.answer.frames)
    }
  })

  it('are null for a transaction that is not in this block', async () => {
    const question = await questionOf(await send(chain, ROUTER, NESTED))
    const elsewhere = { ...question, blockHash: `0x${'77'.repeat(32)}` }
    for (const gateway of [byTrace, byDebug])
      expect((await ask(gateway, elsewhere)).answer.frames).toEqual({ [question.transactions[0] ?? '']: null })
  })

  it('of a hot block are asked for each time, of a final one once', async () => {
    const question = await questionOf(await send(chain, ROUTER, NESTED))
    const count = () => proxies[0]?.byMethod.get('trace_transaction') ?? 0
    const before = count()
    const hot = await ask(byTrace, question)
    await ask(byTrace, question)
    expect(count()).toBe(before + 2)
    await mine(chain, FINALITY + 1)
    // The head is asked for at most once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(await ask(byTrace, question)).toEqual(hot)
    expect(await ask(byTrace, question)).toEqual(hot)
    expect(count()).toBe(before + 3)
  })

  it('are a reason to ask again, not null, while the RPC is down', async () => {
    const question = await questionOf(await send(chain, ROUTER, NESTED))
    const [proxy] = proxies
    if (proxy) proxy.fault = () => ({ status: 503, body: '' })
    expect((await ask(byTrace, question)).status).toBe(503)
    if (proxy) proxy.fault = undefined
  })

  it('are not called unknowable as long as an RPC has not said what it can do', async () => {
    const hash = await send(chain, ROUTER, NESTED)
    const question = await questionOf(hash)
    const late = await startProxy(chain.url)
    const plain = await without('debug_')
    const none = plain.alter
    plain.alter = (answer, call) => {
      none?.(answer, { ...call, method: call.method.replace('trace_', 'debug_') })
    }
    // Busy just when it is probed.
    late.fault = (calls) =>
      calls.some(({ method }) => method.startsWith('trace_')) ? { status: 429, body: '' } : undefined
    const gateway = await startGateway({
      rpcUrls: [plain.url, late.url],
      chainId: TEST_CHAIN_ID,
      finality: FINALITY,
      dataDir: path.join(dataDir, 'late'),
    })
    expect((await ask(gateway, question)).status).toBe(503)
    late.fault = undefined
    await waitUntil('the RPC was probed again', async () => (await ask(gateway, question)).status === 200)
    const { answer } = await ask(gateway, question)
    expect(answer.capability).toBe('trace')
    expect(answer.frames[hash]).toHaveLength(8)
    await gateway.stop()
    await plain.stop()
    await late.stop()
  })

  it('are null where no RPC serves either API', async () => {
    const question = await questionOf(await send(chain, ROUTER, NESTED))
    const plain = await without('debug_')
    const none = plain.alter
    plain.alter = (answer, call) => none?.(answer, { ...call, method: call.method.replace('trace_', 'debug_') })
    const gateway = await start(plain.url, 'none')
    expect(await ask(gateway, question)).toEqual({
      status: 200,
      answer: { capability: 'none', frames: { [question.transactions[0] ?? '']: null } },
    })
    await gateway.stop()
    await plain.stop()
  })

  it('refuse a request that is none', async () => {
    expect((await ask(byTrace, { blockNumber: 1, transactions: [] })).status).toBe(400)
  })
})
