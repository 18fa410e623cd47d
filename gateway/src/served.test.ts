import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FreshParts } from './fetch/freshParts.js'
import { type RunningGateway, startGateway } from './gateway.js'
import { type FilteredLog, type LogFilter, matchesFilter } from './query/logFilter.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { readAll } from './testing/client.js'
import { topic } from './testing/contracts.js'
import { A, B, populate, REVERTER, ROUTER } from './testing/populate.js'
import { type RpcProxy, startProxy } from './testing/proxy.js'

const FINALITY = 5
let chain: TestChain
let proxy: RpcProxy
let gateway: RunningGateway
let dataDir: string
let to: number
let logs: (FilteredLog & { blockNumber: string; logIndex: string })[]

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 20)
  to = Number(await chain.ask('eth_blockNumber')) - FINALITY
  logs = await chain.ask('eth_getLogs', { fromBlock: '0x0', toBlock: `0x${to.toString(16)}` })
  proxy = await startProxy(chain.url)
  // Ranges of at most 9 blocks: what is covered has many edges.
  proxy.fault = (calls) => {
    const isWide = calls.some(({ method, params }) => {
      const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
      return method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) > 8
    })
    if (!isWide) return undefined
    return {
      body: JSON.stringify(
        calls.map(({ id }) => ({ id, error: { code: -32000, message: 'limited to a 9 block range' } })),
      ),
    }
  }
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
  gateway = await startGateway({ rpcUrls: [proxy.url], chainId: TEST_CHAIN_ID, finality: FINALITY, dataDir })
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const some = (values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: null, freq: 2 })
const request: fc.Arbitrary<LogFilter> = fc.record({
  address: some([A, B, ROUTER]),
  topics: fc.tuple(some([topic(1), topic(2), topic(3)]), some([topic(10), topic(11), topic(7)])),
})

const toRequest = ({ address, topics }: LogFilter) => ({
  ...(address && { address }),
  ...(topics[0] && { topic0: topics[0] }),
  ...(topics[1] && { topic1: topics[1] }),
})

/** [block, log index] of what the whole chain holds for the requests. */
function bruteForce(requests: LogFilter[], from: number, end: number) {
  return logs
    .filter((log) => requests.some((filter) => matchesFilter(filter, log)))
    .map(({ blockNumber, logIndex }) => [Number(blockNumber), Number(logIndex)] as const)
    .filter(([block]) => block >= from && block <= end)
}

async function serve(requests: LogFilter[], from: number, end: number) {
  const blocks = await readAll(gateway.url, { logs: requests.map(toRequest) }, end, from)
  return blocks.flatMap(({ header, logs = [] }) => logs.map(({ logIndex }) => [header.number, logIndex] as const))
}

describe('what is served', () => {
  it('is what the whole chain holds, for any requests and ranges in any order', async () => {
    const range = fc.tuple(fc.nat(to), fc.nat(to)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), range, async (requests, [from, end]) => {
        expect(await serve(requests, from, end)).toEqual(bruteForce(requests, from, end))
      }),
      { numRuns: 60 },
    )
  })

  it('is the same to clients that ask different things at once', async () => {
    const fresh = await startGateway({
      rpcUrls: [proxy.url],
      chainId: TEST_CHAIN_ID,
      finality: FINALITY,
      dataDir: path.join(dataDir, 'fresh'),
    })
    const queries: LogFilter[][] = [
      [{ address: [A], topics: [] }],
      [{ address: [A, B], topics: [[topic(1)]] }],
      [{ address: null, topics: [] }],
      [{ address: [B], topics: [null, [topic(11)]] }],
      [{ address: [A], topics: [] }],
    ]
    const served = await Promise.all(
      queries.map((requests) => readAll(fresh.url, { logs: requests.map(toRequest) }, to)),
    )
    await fresh.stop()
    for (const [n, blocks] of served.entries()) {
      const found = blocks.flatMap(({ header, logs = [] }) => logs.map(({ logIndex }) => [header.number, logIndex]))
      expect(found).toEqual(bruteForce(queries[n] ?? [], 0, to))
    }
  })

  const fields = { log: { topics: true, data: true }, transaction: { input: true, from: true } }
  const logs = [
    { address: [A, B], transaction: true },
    { address: [ROUTER], topic0: [topic(1)] },
  ]
  const never = ['0x12345678']
  it.each([
    ['logs', { fields, logs: [...logs, { topic0: [topic(1)] }] }, true],
    [
      'calls, with logs in their transactions and without',
      { fields, logs, transactions: [{ to: [REVERTER, A] }] },
      true,
    ],
    ['calls alone', { fields, transactions: [{ to: [ROUTER, REVERTER] }, { to: [B], sighash: never }] }, true],
    [
      'calls of transactions whose logs are wanted alone',
      { logs: [{ address: [B] }], transactions: [{ to: [B] }] },
      true,
    ],
    [
      'calls in other blocks than the logs',
      { fields, logs: [{ topic0: [topic(3)] }], transactions: [{ to: [REVERTER] }] },
      true,
    ],
    ['traces of calls', { fields, logs, transactions: [{ to: [ROUTER], traces: true }] }, false],
  ])(
    'is the same to the last byte whether it was fetched just now or comes from disk: %s',
    async (what, query, isFast) => {
      const take = vi.spyOn(FreshParts.prototype, 'take')
      const fresh = await startGateway({
        rpcUrls: [proxy.url],
        chainId: TEST_CHAIN_ID,
        finality: FINALITY,
        dataDir: path.join(dataDir, what),
      })
      const texts: string[][] = []
      const taken: number[] = []
      for (const from of [0, 0, 0]) {
        take.mockClear()
        const blocks = await readAll(fresh.url, query, to, from)
        texts.push(blocks.map((block) => JSON.stringify(block)))
        taken.push(take.mock.results.filter(({ value }) => value !== undefined).length)
      }
      await fresh.stop()
      take.mockRestore()
      if (isFast) expect(taken[0]).toBeGreaterThan(0)
      else expect(taken[0]).toBe(0)
      expect(taken.slice(1)).toEqual([0, 0])
      expect(texts[0]?.length).toBeGreaterThan(10)
      expect(texts[1]).toEqual(texts[0])
      expect(texts[2]).toEqual(texts[0])
    },
  )
})
