import { JsonRpcProvider, type Log, WebSocketProvider } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { CONTRACTS, IMPLEMENTATIONS } from '../contracts.js'
import { type ServedChain, serveGenerated } from '../served.js'
import { parseSettings } from '../settings.js'
import { SERVING } from '../traffic/abi.js'

let served: ServedChain | undefined

afterEach(async () => {
  await served?.close()
  served = undefined
})

async function serve(settings: object) {
  served = await serveGenerated(parseSettings(JSON.stringify({ blocks: 300, density: 0.2, ...settings })))
  return served
}

async function post(url: string, body: unknown): Promise<{ status: number; json: unknown }> {
  const answer = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: answer.status, json: await answer.json() }
}

const RESULT = SERVING.getEvent('TEESettlementResult')?.topicHash ?? ''

describe('the RPC server', () => {
  it('answers a client of Ethereum: blocks, receipts and filtered logs agree', async () => {
    const { rpc } = await serve({})
    const provider = new JsonRpcProvider(rpc.url, undefined, { staticNetwork: true })
    const logs = await provider.getLogs({
      fromBlock: 0,
      toBlock: 'latest',
      address: CONTRACTS.serving,
      topics: [RESULT],
    })
    expect(logs.length).toBeGreaterThan(200)
    const [log] = logs
    const receipt = await log?.getTransactionReceipt()
    const place = ({ index, topics, data, address }: Log) => ({ index, topics, data, address })
    expect(receipt?.logs.filter(({ index }) => index === log?.index).map(place)).toEqual(log && [place(log)])
    const block = await provider.getBlock(log?.blockNumber ?? 0, true)
    expect(block?.hash).toBe(log?.blockHash)
    expect(block?.getPrefetchedTransaction(0).hash).toBe(log?.transactionHash)
    const ofBlock = await provider.getLogs({ blockHash: log?.blockHash ?? '' })
    expect(ofBlock.map(place)).toEqual(receipt?.logs.map(place))
    const payer = log?.topics[1] ?? ''
    const ofPayer = await provider.getLogs({ fromBlock: 0, toBlock: 'latest', topics: [[RESULT], [payer]] })
    expect(ofPayer.length).toBeGreaterThan(0)
    expect(ofPayer).toEqual(logs.filter(({ topics }) => topics[1] === payer))
    expect(await provider.getCode(CONTRACTS.serving)).not.toBe('0x')
    expect(await provider.getCode(`0x${'9'.repeat(40)}`)).toBe('0x')
    const implementation = await provider.call({ to: CONTRACTS.servingBeacon, data: '0x5c60da1b' })
    expect(implementation.slice(-40)).toBe(IMPLEMENTATIONS.servingD.slice(2))
    provider.destroy()
  })

  it('traces calls in both styles, or says that it cannot', async () => {
    const { rpc, chain } = await serve({ hasTraceApi: false })
    const view = chain.snapshot()
    const [height = 0] = view.loggedHeights(100, 300)
    const tx = view.transactions(height)[0]
    const call = (method: string, ...params: unknown[]) => post(rpc.url, { id: 1, jsonrpc: '2.0', method, params })
    const frame = await call('debug_traceTransaction', tx?.hash, {
      tracer: 'callTracer',
      tracerConfig: { withLog: true },
    })
    expect(frame.json).toMatchObject({ result: { type: 'CALL', input: tx?.draft.call.input, to: CONTRACTS.serving } })
    const { result } = frame.json as { result: { logs: unknown[] } }
    expect(result.logs).toHaveLength(tx?.logs.length ?? 0)
    expect((await call('trace_transaction', tx?.hash)).json).toMatchObject({ error: { code: -32601 } })
  })

  it('answers batches in order, refuses what is malformed, and counts', async () => {
    const { rpc } = await serve({ maxBlockRange: 50, maxLogs: 10 })
    const batch = ['eth_chainId', 'no_such', 'eth_blockNumber'].map((method, id) => ({ jsonrpc: '2.0', id, method }))
    const { json } = await post(rpc.url, batch)
    expect(json).toMatchObject([
      { id: 0, result: '0x7cfe' },
      { id: 1, error: { code: -32601 } },
      { id: 2, result: '0x12b' },
    ])
    expect((await post(rpc.url, '{')).json).toMatchObject({ error: { code: -32700 } })
    const ask = (filter: unknown) =>
      post(rpc.url, { jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] }).then(({ json: got }) => got)
    expect(await ask({ fromBlock: '0x0', toBlock: '0x64' })).toMatchObject({ error: { message: /range is too large/ } })
    expect(await ask({ fromBlock: '0x1', toBlock: '0x3' })).toMatchObject({ error: { code: -32005 } })
    expect(await ask({ fromBlock: '0x9', toBlock: '0x1' })).toMatchObject({ error: { code: -32602 } })
    expect(await ask({ fromBlock: 'x' })).toMatchObject({ error: { code: -32602 } })
    expect(await ask({ topics: [5] })).toMatchObject({ error: { code: -32602 } })
    const stats = await (await fetch(`${rpc.url}/stats`)).json()
    expect(stats).toMatchObject({ requests: 7, calls: 8, byMethod: { eth_getLogs: 5 } })
    await fetch(`${rpc.url}/stats`, { method: 'DELETE' })
    expect(rpc.stats().requests).toBe(0)
  })

  it('pushes new heads over WebSocket', async () => {
    const { rpc, mineNext, chain } = await serve({})
    const provider = new WebSocketProvider(rpc.wsUrl)
    const seen: number[] = []
    const arrived = new Promise<void>((resolve) => {
      void provider.on('block', (height: number) => {
        seen.push(height)
        if (seen.length === 2) resolve()
      })
    })
    // The subscription is in place once its request was answered.
    while (rpc.stats().byMethod.eth_subscribe === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(mineNext()).toBe(300)
    const drafted = chain.snapshot().transactions(300)
    expect(drafted).toHaveLength(1)
    mineNext()
    await arrived
    expect(seen).toEqual([300, 301])
    await provider.destroy()
  })

  it('keeps answers apart that are under way at once', async () => {
    const { rpc, chain } = await serve({ density: 1, perBlock: 20 })
    const view = chain.snapshot()
    const asked = Array.from({ length: 60 }, (_, n) => Array.from({ length: 4 }, (_, at) => (n * 5 + at) % 300))
    const answers = await Promise.all(
      asked.map((heights) =>
        post(
          rpc.url,
          heights.map((height) => ({
            id: height,
            method: 'eth_getBlockByNumber',
            params: [`0x${height.toString(16)}`, true],
          })),
        ),
      ),
    )
    const hashes = answers.map(({ json }) => (json as { result: { hash: string } }[]).map(({ result }) => result.hash))
    expect(hashes).toEqual(asked.map((heights) => heights.map((height) => view.header(height)?.hash)))
  })

  it('takes its time where a latency is set', async () => {
    const { rpc } = await serve({ latencyMs: 60 })
    const began = performance.now()
    await post(rpc.url, { jsonrpc: '2.0', id: 1, method: 'eth_chainId' })
    expect(performance.now() - began).toBeGreaterThan(55)
  })
})

describe('settings', () => {
  it('name what is wrong', () => {
    expect(() => parseSettings('{"blocks":"9"}')).toThrow('blocks is "9", expected a number')
    expect(() => parseSettings('{"latency":9}')).toThrow('There is no setting latency')
    expect(() => parseSettings('{"profile":"x"}')).toThrow('profile is x')
    expect(() => parseSettings('[')).toThrow(SyntaxError)
    expect(parseSettings('')).toMatchObject({ blocks: 10_000 })
  })
})
