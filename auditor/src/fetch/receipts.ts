import type { Hex, ReceiptEvidence } from '@touchstone/verify'
import { withDeadline } from '../safe/deadline.js'
import { openDoor } from '../safe/door.js'
import type { FetchLimits } from './limits.js'
import { askBlock, type ProvableBlock } from './receiptBlock.js'

/** Blocks that are kept, and raw bytes of all of them together: a block's settlements are judged at about one time. */
const MAX_BLOCKS = 128
const MAX_BYTES = 24 * 1024 * 1024
/** A block that no node served, and a node that did not answer, are left alone for this long. */
const REST_MS = 5_000

/** What came of asking for a settlement's receipt. */
export interface FoundReceipt {
  /** Recomputed to the block hash; null where no node served such bytes. */
  receipt: ReceiptEvidence | null
  receiptAttempts: { source: string; outcome: string }[]
}

export interface Receipts {
  /** The receipt of a transaction of a block. Never rejects for what a node does. */
  find(block: Hex, transaction: Hex): Promise<FoundReceipt>
  close(): Promise<void>
}

interface Kept {
  block: ProvableBlock | null
  attempts: FoundReceipt['receiptAttempts']
  /** Milliseconds; a block that was not served is asked for again after it. */
  until: number
}

/**
 * Asks the network's nodes one after the other, by block hash, and keeps what recomputes. A block costs two requests and
 * one trie, however many settlements it holds; settlements that wait for one block wait for the same answer.
 * @param rpc addresses from the network's file, which may carry secrets: only their origin is ever shown.
 */
export function createReceipts(rpc: readonly string[], limits: FetchLimits): Receipts {
  const door = openDoor(rpc, limits)
  const closing = new AbortController()
  const kept = new Map<Hex, Kept>()
  const asking = new Map<Hex, Promise<Kept>>()
  const resting = new Map<string, number>()

  const askNodes = async (hash: Hex, signal: AbortSignal): Promise<Kept> => {
    const attempts: Kept['attempts'] = []
    for (const url of rpc) {
      const source = new URL(url).origin
      if ((resting.get(url) ?? 0) > Date.now()) {
        attempts.push({ source, outcome: 'did not answer a moment ago' })
        continue
      }
      const answer = await askBlock({ door, url, timeoutMs: limits.requestMs, signal }, source, hash)
      if (answer.ok) return { block: answer.block, attempts, until: Infinity }
      attempts.push({ source, outcome: `${answer.outcome}, ${answer.detail}` })
      if (['unreachable', 'time-out', 'rate-limited'].includes(answer.outcome)) resting.set(url, Date.now() + REST_MS)
    }
    return { block: null, attempts, until: Date.now() + REST_MS }
  }

  const findBlock = async (hash: Hex): Promise<Kept> => {
    const known = kept.get(hash)
    if (known && known.until > Date.now()) return known
    const underWay =
      asking.get(hash) ??
      withDeadline(limits.sourceMs, closing.signal, (signal) => askNodes(hash, signal)).finally(() =>
        asking.delete(hash),
      )
    asking.set(hash, underWay)
    const found = await underWay
    keep(kept, hash, found)
    return found
  }

  return {
    find: async (block, transaction) => {
      const { block: provable, attempts } = await findBlock(block)
      const receipt = provable?.receiptOf(transaction) ?? null
      if (provable === null || receipt !== null) return { receipt, receiptAttempts: attempts }
      const outcome = 'the block does not hold the transaction'
      return { receipt, receiptAttempts: [...attempts, { source: 'auditor', outcome }] }
    },
    close: async () => {
      closing.abort(new Error('The auditor is stopping.'))
      await Promise.allSettled(asking.values())
      await door.close()
    },
  }
}

/** Keeps the newest within the bounds; a map lists its keys in the order in which they were set. */
function keep(kept: Map<Hex, Kept>, hash: Hex, found: Kept): void {
  kept.delete(hash)
  kept.set(hash, found)
  let bytes = [...kept.values()].reduce((sum, { block }) => sum + (block?.size ?? 0), 0)
  for (const [oldest, { block }] of kept) {
    if (kept.size <= MAX_BLOCKS && bytes <= MAX_BYTES) return
    kept.delete(oldest)
    bytes -= block?.size ?? 0
  }
}
