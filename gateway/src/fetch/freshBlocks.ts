import { readCallOf } from '../chain/transaction.js'
import type { Selected } from '../query/selectBlock.js'
import { toLogsMember, toOpenFragment } from './fragment.js'
import type { FreshBlock } from './freshParts.js'
import type { Gathered } from './gathered.js'
import type { Need } from './need.js'
import type { BlockWants, TransactionWants } from './wants.js'

/** What the matching logs of a block bring into its answer. */
export interface ServedLogs {
  /** Their transactions, as far as they are wanted. */
  items: TransactionWants[]
  /** The member that holds them, as JSON with the comma before it. */
  member: Buffer
}

/** Bytes at once: as objects and text they would be alive until headers and transactions are there. */
export function toServedLogs(need: Need, { logs, items }: Selected<{ record: string }>): ServedLogs {
  return { items, member: Buffer.from(toLogsMember(logs, need.select), 'latin1') }
}

/**
 * The blocks of a range as they are served, the same to the last byte as when they are read from disk.
 * @param need a plain one.
 * @param found `wants`: blocks with logs or calls, ascending; `served`: what their matching logs bring.
 */
export function toFreshBlocks(
  need: Need,
  found: { wants: readonly BlockWants[]; served: ReadonlyMap<number, ServedLogs> },
  gathered: Gathered,
): FreshBlock[] {
  return found.wants.flatMap(({ block }) => {
    const logs = found.served.get(block)
    const items = need.calls.length === 0 ? (logs?.items ?? []) : withCalls(need, block, logs?.items ?? [], gathered)
    if (logs === undefined && items.length === 0) return []
    const open = Buffer.from(toOpenFragment(block, items, gathered.of(block), need.select), 'latin1')
    return [{ block, text: Buffer.concat(logs ? [open, logs.member, CLOSE] : [open, CLOSE]) }]
  })
}

const CLOSE = Buffer.from('}')

/** Adds the transactions that are wanted for their own call: as on disk, any that is at hand of the block may be. */
function withCalls(
  { matcher }: Need,
  block: number,
  ofLogs: readonly TransactionWants[],
  gathered: Gathered,
): TransactionWants[] {
  const items = new Map(ofLogs.map((item) => [item.index, item]))
  const kept = [...gathered.of(block).items.t].sort(([one], [other]) => one - other)
  for (const [index, record] of kept) {
    if (items.has(index)) continue
    const call = readCallOf(record)
    if (matcher.matchCall(call))
      items.set(index, { index, hash: call.hash, transaction: true, receipt: false, frames: false })
  }
  return [...items.values()]
}
