import { describe, expect, it } from 'vitest'
import { ArchivedBlock } from './archivedBlock'
import { decodeBlock } from './decode/block'
import type { CallFrame, ChainBlock } from './decode/chain'
import { type FrameSource, NO_FRAMES } from './frames/frameSource'
import { readBlocks } from './readBlocks'
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

describe('the blocks of a batch', () => {
  const drafts = [[direct], [inner], [direct, inner], []]

  it('come out in their order, whichever of them wait for frames', async () => {
    const asked: string[][] = []
    const source: FrameSource = {
      ...NO_FRAMES,
      capability: 'frames',
      read: async (block, hashes) => {
        asked.push([`${block.height}`, ...hashes])
        return hashes.map(() => FRAMES)
      },
    }
    const blocks = drafts.map((txs, at) => buildBlock(at + 1, txs))
    const { decoded, framesAsked } = await readBlocks(blocks.map(archive), source, WATCHED)
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
    const { decoded, framesAsked } = await readBlocks(blocks.map(archive), NO_FRAMES, WATCHED)
    expect(decoded).toEqual(blocks.map((block) => decodeBlock(block, WATCHED)))
    expect(framesAsked).toBe(0)
  })
})
