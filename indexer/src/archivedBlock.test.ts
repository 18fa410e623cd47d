import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BlockData } from '@subsquid/evm-processor'
import { loadNetwork } from '@touchstone/networks'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArchivedBlock, readArchivedBlocks, splitAnswer } from './archivedBlock'
import { toChainBlock } from './blocks'
import { buildProcessor, type ProcessorFields } from './processor'

const network = loadNetwork('0g-mainnet')
const settings = { gatewayUrl: 'http://127.0.0.1:1', capability: 'none' } as const
const processor = buildProcessor(network, 'http://127.0.0.1:1', settings)
// biome-ignore lint/complexity/useLiteralKeys: a private member, which only this form reaches.
const sdk = processor['getArchiveDataSource']() as unknown as {
  mapBlock(raw: unknown, fields: unknown): BlockData<ProcessorFields>
}
const FIELDS = {
  block: { timestamp: true },
  transaction: { from: true, to: true, hash: true, input: true, value: true },
  log: { address: true, topics: true, data: true },
}

const hex = (bytes: number) =>
  fc
    .tuple(fc.uint8Array({ minLength: bytes, maxLength: bytes }), fc.boolean())
    .map(([value, isUpper]) => Buffer.from(value).toString('hex')[isUpper ? 'toUpperCase' : 'toString']())
    .map((digits) => `0x${digits}`)
const index = fc.nat({ max: 40 })
const transactions = fc.uniqueArray(
  fc.record({
    transactionIndex: index,
    hash: hex(32),
    from: hex(20),
    to: fc.option(hex(20)),
    input: hex(40),
    value: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((value) => `0x${value.toString(16)}`),
  }),
  { selector: (tx) => tx.transactionIndex, minLength: 1, maxLength: 6 },
)
const logs = fc.uniqueArray(
  fc.record({
    logIndex: index,
    place: fc.nat(),
    address: hex(20),
    topics: fc.array(hex(32), { maxLength: 4 }),
    data: hex(33),
  }),
  { selector: (log) => log.logIndex, maxLength: 10 },
)
const blocks = fc.tuple(index, hex(32), transactions, logs).map(([number, hash, txs, found]) => ({
  header: { number, hash, parentHash: hash, timestamp: 1_700_000_000 + number },
  transactions: txs,
  logs: found.map(({ place, ...log }) => ({ ...log, transactionIndex: txs[place % txs.length]?.transactionIndex })),
}))

describe('blocks of the gateway', () => {
  it('are read as the SDK reads them', () => {
    fc.assert(
      fc.property(blocks, (raw) => {
        const own = new ArchivedBlock(Buffer.from(JSON.stringify(raw)))
        const theirs = sdk.mapBlock(structuredClone(raw), FIELDS)
        expect(toChainBlock(own)).toEqual(toChainBlock(theirs))
        const { height, hash, timestamp } = theirs.header
        expect(own.header).toMatchObject({ number: height, height, hash, timestamp })
      }),
      { numRuns: 50 },
    )
  })

  it('tell their hash to a process that resumes: that answer has no other field than those that every one has', async () => {
    const told = JSON.stringify([{ header: { number: 7, hash: '0xab', parentHash: '0xcd' } }])
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo
      const isQuery = request.method === 'POST'
      response.setHeader('content-type', isQuery ? 'application/json' : 'text/plain')
      response.end(isQuery ? told : `http://127.0.0.1:${port}/worker`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const resumed = buildProcessor(network, 'http://127.0.0.1:1', { ...settings, gatewayUrl })
    readArchivedBlocks(resumed, () => undefined)
    try {
      // biome-ignore lint/complexity/useLiteralKeys: a private member, which only this form reaches.
      expect(await resumed['getArchiveDataSource']().getBlockHash(7)).toBe('0xab')
    } finally {
      server.close()
    }
    const { header } = new ArchivedBlock(Buffer.from(told).subarray(1, -1))
    expect(() => header.timestamp).toThrow('header.timestamp that is no natural number')
    expect(() => new ArchivedBlock(Buffer.from(told).subarray(1, -1)).toChainBlock()).toThrow('header.timestamp')
  })

  it('may hold nothing but their header', () => {
    const header = { number: 5, hash: '0xAB', parentHash: '0xcd', timestamp: 7 }
    expect(new ArchivedBlock({ header }).toChainBlock()).toEqual({
      height: 5,
      hash: '0xab',
      timestamp: 7000,
      transactions: [],
    })
  })

  it('are refused where they are not of the form', () => {
    const [raw] = fc.sample(blocks, { numRuns: 1, seed: 1 })
    const read = (change: object) => () => new ArchivedBlock({ ...raw, ...change }).toChainBlock()
    const [tx] = raw?.transactions ?? []
    const log = { logIndex: 0, transactionIndex: tx?.transactionIndex, address: '0x', topics: [], data: '0x' }
    expect(read({ logs: [log] })).not.toThrow()
    expect(read({ logs: [{ ...log, transactionIndex: 99 }] })).toThrow('without its transaction')
    expect(read({ logs: [{ ...log, data: '0xzz' }] })).toThrow('log.data that is no hex')
    expect(read({ logs: [{ ...log, topics: [1] }] })).toThrow('log.topics that is no hex')
    expect(read({ logs: {} })).toThrow('logs that is no list')
    expect(read({ transactions: [{ ...tx, value: undefined }] })).toThrow('transaction.value that is no hex')
    expect(read({ transactions: [{ ...tx, transactionIndex: -1 }] })).toThrow('no natural number')
    expect(read({ header: { ...raw?.header, number: '5' } })).toThrow('header.number')
    expect(read({ header: null })).toThrow('the header that is no object')
  })

  it('are found in an answer of our gateway and of another, whole and in order', () => {
    fc.assert(
      fc.property(fc.array(blocks, { maxLength: 5 }), fc.constantFrom(0, 1, 2), (raw, indent) => {
        const answer = JSON.stringify(raw, undefined, indent)
        const read = (found: ArchivedBlock[]) => found.map((block) => [block.header, block.toChainBlock()])
        expect(read(splitAnswer(Buffer.from(answer)))).toEqual(read(raw.map((one) => new ArchivedBlock(one))))
      }),
      { numRuns: 60 },
    )
  })

  it('are counted for the metrics of the SDK as they are read', () => {
    fc.assert(
      fc.property(blocks, (raw) => {
        const block = new ArchivedBlock(raw)
        block.toChainBlock()
        const lengths = Object.values(block).map((value) => (Array.isArray(value) ? value.length : 0))
        expect(Math.max(...lengths)).toBe(raw.transactions.length + raw.logs.length)
      }),
      { numRuns: 20 },
    )
  })

  it('that are cut off, or no list, are refused', () => {
    const [raw] = fc.sample(blocks, { numRuns: 1, seed: 1 })
    const read = (text: string) => () => splitAnswer(Buffer.from(text)).map((block) => block.toChainBlock())
    const text = JSON.stringify([raw, raw])
    expect(read(text)).not.toThrow()
    expect(read(text.slice(0, -10))).toThrow('no JSON')
    expect(read(`[${text.slice(2)}`)).toThrow('no JSON')
    expect(read('{"error":"[]"}')).toThrow('no list')
    expect(read('{}')).toThrow('no list')
  })
})
