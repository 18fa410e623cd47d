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

/**
 * Decodes the blocks of a batch, one at a time: what the chain says of one is held no longer than that takes, which costs the
 * garbage collector least. Only those that calldata does not tell in full wait, for their frames, side by side.
 * @throws FramesError, ConfigError as the source of the frames does; RangeError for a block that is not of the protocol's form.
 */
export async function readBlocks(
  blocks: readonly (BlockData<ProcessorFields> | ArchivedBlock)[],
  frames: FrameSource,
  watched: WatchedContracts,
): Promise<ReadBlocks> {
  const waiting: ChainBlock[] = []
  const read = blocks.map((raw) => {
    const block = toChainBlock(raw)
    if (!waitsForFrames(block, frames, watched)) return decodeBlock(block, watched)
    waiting.push(block)
    return block
  })
  await fillFrames(waiting, frames, watched)
  const decoded = read.map((block) => ('events' in block ? block : decodeBlock(block, watched)))
  return { decoded, framesAsked: countFrames(waiting) }
}

function countFrames(blocks: readonly ChainBlock[]): number {
  return blocks.reduce((count, { transactions }) => count + transactions.filter((tx) => tx.frames !== null).length, 0)
}
