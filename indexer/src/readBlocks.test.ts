import { describe, expect, it, vi } from 'vitest'
import { ArchivedBlock } from './archivedBlock'
import { decodeBlock } from './decode/block'
import type { CallFrame, ChainBlock } from './decode/chain'
import { type FrameSource, NO_FRAMES } from './frames/frameSource'
import { BlockReader } from './readBlocks'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type TxDraft, WATCHED } from './testing/logs'

const [PROVIDER, ALICE, WRAPPER] = [address(0xa), address(0xb), address(0xee)]
const { serving } = CONTRACTS

const input = ABI.serving.encodeFunctionData('settleFeesWithTEE', [
  [[ALICE, PROVIDER, 5n, `0x${'2'.repeat(64)}`, 1n, '0x']],
])
const logs = [encodeLog('serving', 'TEESettlementResult', [ALICE, 4, 5n])]
const direct: TxDraft = { from: PROVIDER, to: serving, input, logs }
const inner: TxDraft = { from: PROVIDER, to: WRAPPER, input: '0xabcdef01', logs }
const call = { type: 'call', value: 0n, failed: false } as const
const FRAMES: CallFrame[] = [
  { ...call, path: [], from: PROVIDER, to: WRAPPER, input: '0xabcdef01' },
  { ...call, path: [0], from: WRAPPER, to: serving, input },
]

/** The block as the gateway tells it. */
function archive({ height, hash, timestamp, transactions }: ChainBlock): ArchivedBlock {
  const header = { number: height, hash, parentHash: hash, timestamp: timestamp / 1000 }
  const told = transactions.map(({ logs, frames: _, value, ...tx }, transactionIndex) => {
    return { ...tx, value: `0x${value.toString(16)}`, transactionIndex }
  })
  const found = transactions.flatMap(({ logs }, transactionIndex) => logs.map((log) => ({ ...log, transactionIndex })))
  return new ArchivedBlock(Buffer.from(JSON.stringify({ header, transactions: told, logs: found })))
}

/** Tells the same frames of every transaction, and what was asked of it. */
function openSource() {
  const asked: string[][] = []
  const source: FrameSource = {
    ...NO_FRAMES,
    capability: 'frames',
    read: async (block, hashes) => {
      asked.push([`${block.height}`, ...hashes])
      return hashes.map(() => FRAMES)
    },
  }
  return { source, asked }
}

const drafts = [[direct], [inner], [direct, inner], []]

describe('the blocks of a batch', () => {
  it('come out in their order, whichever of them wait for frames', async () => {
    const { source, asked } = openSource()
    const blocks = drafts.map((txs, at) => buildBlock(at + 1, txs))
    const { decoded, framesAsked } = await new BlockReader(source, WATCHED).read(blocks.map(archive))
    const framed = drafts.map((txs) => txs.map((tx) => (tx === inner ? { ...tx, frames: FRAMES } : tx)))
    expect(decoded).toEqual(framed.map((txs, at) => decodeBlock(buildBlock(at + 1, txs), WATCHED)))
    expect(decoded[1]?.events).toMatchObject([{ kind: 'settlement', caller: WRAPPER, calldata: 'trace' }])
    expect(framesAsked).toBe(2)
    expect(asked).toEqual([
      ['2', blocks[1]?.transactions[0]?.hash],
      ['3', blocks[2]?.transactions[1]?.hash],
    ])
  })

  it('wait for nothing where nobody can tell frames', async () => {
    const blocks = drafts.map((txs, at) => buildBlock(at + 1, txs))
    const { decoded, framesAsked } = await new BlockReader(NO_FRAMES, WATCHED).read(blocks.map(archive))
    expect(decoded).toEqual(blocks.map((block) => decodeBlock(block, WATCHED)))
    expect(framesAsked).toBe(0)
  })
})

describe('the blocks of the next batch', () => {
  const never = new Promise(() => undefined)

  /** Counts how often each block is read. */
  function build(first: number, count = drafts.length) {
    const blocks = drafts.slice(0, count).map((txs, at) => buildBlock(first + at, txs))
    const told = blocks.map(archive)
    const reads = told.map((block) => vi.spyOn(block, 'toChainBlock'))
    return { blocks, told, listReads: () => reads.map((read) => read.mock.calls.length) }
  }

  it('are decoded ahead, once, all but those that wait for frames, and come out the same', async () => {
    const { source, asked } = openSource()
    const [now, next, later] = [build(1), build(5), build(9)]
    const reader = new BlockReader(source, WATCHED)
    for (const { told } of [now, next, later]) reader.expect(told)
    await reader.read(now.told)
    await reader.readAhead(never)
    expect(next.listReads()).toEqual([1, 1, 1, 1])
    expect(later.listReads()).toEqual([0, 0, 0, 0])
    expect(asked.map(([height]) => height)).toEqual(['2', '3'])
    const plain = await new BlockReader(source, WATCHED).read(next.blocks.map(archive))
    expect(await reader.read(next.told)).toEqual(plain)
    expect(next.listReads()).toEqual([1, 2, 2, 1])
    await reader.readAhead(never)
    expect(later.listReads()).toEqual([1, 1, 1, 1])
  })

  it('are left to their turn once there is something else to do', async () => {
    const { told, listReads } = build(1)
    const reader = new BlockReader(NO_FRAMES, WATCHED)
    reader.expect(told)
    await reader.readAhead(Promise.reject(new Error('the server refused')))
    expect(listReads()).toEqual([0, 0, 0, 0])
    expect((await reader.read(told)).decoded).toHaveLength(4)
  })

  it('are decoded again where the batch is tried again', async () => {
    const { told } = build(1)
    const reader = new BlockReader(NO_FRAMES, WATCHED)
    reader.expect(told)
    await reader.readAhead(never)
    expect(await reader.read(told)).toEqual(await reader.read(told))
  })

  it('fail in their turn, not ahead of it', async () => {
    const broken = new ArchivedBlock(Buffer.from('{"header":'))
    const reader = new BlockReader(NO_FRAMES, WATCHED)
    reader.expect([broken])
    await reader.readAhead(never)
    await expect(reader.read([broken])).rejects.toThrow('no JSON')
  })
})
