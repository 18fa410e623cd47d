import type { Position } from '../decode/event'

/** The columns of an interval that begins at a log. */
export function beginAt(at: Position) {
  const { blockNumber: fromBlock, logIndex: fromLogIndex, txHash } = at
  return { fromBlock, fromLogIndex, toBlock: null, toLogIndex: null, txHash }
}

/** The columns that end one at a log, which is not in it any more. */
export function endAt(at: Position) {
  return { toBlock: at.blockNumber, toLogIndex: at.logIndex }
}
