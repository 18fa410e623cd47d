import type { CallFrame, ChainBlock, ChainTransaction, WatchedContracts } from '../decode/chain'
import { type FrameSource, FramesError } from './frameSource'
import { needsFrames } from './needs'

/** Blocks that are asked about at once. */
const CONCURRENCY = 8

/** Whether a block cannot be read without the calls of one of its transactions, and somebody can tell them. */
export function waitsForFrames(block: ChainBlock, source: FrameSource, watched: WatchedContracts): boolean {
  return source.capability !== 'none' && block.transactions.some((tx) => needsFrames(tx, watched))
}

/**
 * Asks for the calls of those transactions that cannot be read without, and of no others, and puts them in place. Of each
 * only the calls to watched contracts are kept, besides the transaction's own.
 * @throws FramesError, ConfigError as the source does.
 */
export async function fillFrames(blocks: ChainBlock[], source: FrameSource, watched: WatchedContracts): Promise<void> {
  if (source.capability === 'none') return
  const waiting = blocks.flatMap((block) => {
    const transactions = block.transactions.filter((tx) => needsFrames(tx, watched))
    return transactions.length > 0 ? [{ block, transactions }] : []
  })
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { block, transactions } = next
      const hashes = transactions.map((tx) => tx.hash)
      const answers = await source.read({ height: block.height, hash: block.hash }, hashes)
      for (const [n, tx] of transactions.entries()) tx.frames = keepOwn(tx, answers[n], watched)
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, waiting.length) }, work))
}

/** An answer about another transaction, or half of one, must not become a fact. */
function keepOwn(tx: ChainTransaction, frames: CallFrame[] | undefined, watched: WatchedContracts): CallFrame[] {
  const root = frames?.[0]
  const isOwn =
    root?.path.length === 0 &&
    root.from === tx.from &&
    root.input === tx.input &&
    (tx.to === null || root.to === tx.to) &&
    (tx.logs.length === 0 || !root.failed)
  if (!frames || !isOwn) throw new FramesError(`The trace of transaction ${tx.hash} is not of that transaction.`)
  return frames.filter(({ path, to }) => path.length === 0 || (to !== null && watched.has(to)))
}
