import type { RpcLog } from '../chain/log.js'
import type { FoundCall } from './wideCalls.js'

/** A part ends with the first block that makes it hold so many logs. */
const MAX_LOGS = 4_000

/** Blocks of a range and what was found in them. */
export interface RangePart {
  from: number
  to: number
  logs: RpcLog[]
  calls: FoundCall[]
}

/** Cuts what was found in a range into parts that follow one another without a gap, none longer than a few thousand logs. */
export function splitRange(
  { from, to }: { from: number; to: number },
  logs: readonly RpcLog[],
  calls: readonly FoundCall[],
): RangePart[] {
  const ordered = [...logs].sort((one, other) => one.block - other.block)
  const parts: RangePart[] = []
  let [start, first] = [0, from]
  for (const [n, { block }] of ordered.entries()) {
    const isFull = n + 1 - start >= MAX_LOGS && ordered[n + 1]?.block !== block
    if (!isFull || block === to) continue
    parts.push({ from: first, to: block, logs: ordered.slice(start, n + 1), calls: callsWithin(calls, first, block) })
    start = n + 1
    first = block + 1
  }
  parts.push({ from: first, to, logs: ordered.slice(start), calls: callsWithin(calls, first, to) })
  return parts
}

function callsWithin(calls: readonly FoundCall[], from: number, to: number): FoundCall[] {
  return calls.filter(({ block }) => from <= block && block <= to)
}
