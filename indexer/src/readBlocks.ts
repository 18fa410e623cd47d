import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockData } from '@subsquid/evm-processor'
import type { ArchivedBlock } from './archivedBlock'
import { toChainBlock } from './blocks'
import { type DecodedBlock, decodeBlock } from './decode/block'
import type { ChainBlock, WatchedContracts } from './decode/chain'
import { fillFrames, waitsForFrames } from './frames/fillFrames'
import type { FrameSource } from './frames/frameSource'
import type { ProcessorFields } from './processor'

/** The blocks of a batch as the decoder reads them. */
export interface ReadBlocks {
  decoded: DecodedBlock[]
  /** Transactions whose calls were asked for. */
  framesAsked: number
}

/** Decodes the blocks of batches, and those that have arrived for the next one while there is nothing else to do. */
export class BlockReader {
  /** Answers of the gateway whose turn is still to come. */
  private readonly arrived: (readonly ArchivedBlock[])[] = []
  /** Blocks of the first of them. */
  private readonly early = new Map<unknown, DecodedBlock>()

  constructor(
    private readonly frames: FrameSource,
    private readonly watched: WatchedContracts,
  ) {}

  /** Hears of each answer of the gateway, in order. */
  expect(answer: readonly ArchivedBlock[]): void {
    this.arrived.push(answer)
  }

  /**
   * Decodes the blocks of a batch, one at a time: what the chain says of one is held no longer than that takes, which costs the
   * garbage collector least. Only those that calldata does not tell in full wait, for their frames, side by side.
   * @throws FramesError, ConfigError as the source of the frames does; RangeError for a block that is not of the protocol's form.
   */
  async read(blocks: readonly (BlockData<ProcessorFields> | ArchivedBlock)[]): Promise<ReadBlocks> {
    const waiting: ChainBlock[] = []
    const read = blocks.map((raw) => {
      const early = this.early.get(raw)
      if (early) return early
      const block = toChainBlock(raw)
      if (!waitsForFrames(block, this.frames, this.watched)) return decodeBlock(block, this.watched)
      waiting.push(block)
      return block
    })
    this.early.clear()
    const last = this.arrived.findIndex((answer) => answer.at(-1) === blocks.at(-1))
    this.arrived.splice(0, last + 1)
    await fillFrames(waiting, this.frames, this.watched)
    const decoded = read.map((block) => ('events' in block ? block : decodeBlock(block, this.watched)))
    return { decoded, framesAsked: countFrames(waiting) }
  }

  /**
   * Decodes blocks of the next answer, one a turn, until the promise settles. Never throws: what cannot be read says so in its
   * own turn.
   */
  async readAhead(until: Promise<unknown>): Promise<void> {
    let isOver = false
    const end = () => {
      isOver = true
    }
    until.then(end, end)
    for (const raw of this.arrived[0] ?? []) {
      await nextTurn()
      if (isOver) return
      if (this.early.has(raw)) continue
      try {
        const block = raw.toChainBlock()
        if (!waitsForFrames(block, this.frames, this.watched)) this.early.set(raw, decodeBlock(block, this.watched))
      } catch {
        return
      }
    }
  }
}

function countFrames(blocks: readonly ChainBlock[]): number {
  return blocks.reduce((count, { transactions }) => count + transactions.filter((tx) => tx.frames !== null).length, 0)
}
