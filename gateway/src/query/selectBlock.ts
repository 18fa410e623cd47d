import type { TransactionWants } from '../fetch/wants.js'
import type { FilteredCall, Matcher, Relations } from './match.js'
import type { Selection } from './query.js'

interface SelectableLog {
  transactionIndex: number
  transactionHash: string
  address: string
  topics: readonly string[]
}

export interface SelectableTransaction extends FilteredCall {
  index: number
  hash: string
}

/** What of one block a query asks for. */
export interface Selected<Log> {
  logs: Log[]
  items: TransactionWants[]
  /** All logs of some transaction are wanted: they are known only once its receipt is. */
  needsReceiptLogs: boolean
}

/** @param logs all logs of the block that are at hand; @param transactions those that requests for transactions may match. */
export function selectBlock<Log extends SelectableLog>(
  matcher: Matcher,
  select: Selection,
  logs: readonly Log[],
  transactions: readonly SelectableTransaction[] = [],
): Selected<Log> {
  const items = new Map<number, TransactionWants>()
  const whole = new Set<number>()
  const note = (index: number, hash: string, { transaction, logs: all, traces }: Relations) => {
    const item = items.get(index) ?? { index, hash, transaction: false, receipt: false, frames: false }
    item.transaction ||= transaction
    if (all) whole.add(index)
    item.frames ||= traces
    item.receipt ||= all || (transaction && select.receipt.length > 0)
    items.set(index, item)
  }
  const matched = new Set<Log>()
  for (const log of logs) {
    const relations = matcher.matchLog(log)
    if (!relations) continue
    matched.add(log)
    if (relations.transaction || relations.logs || relations.traces)
      note(log.transactionIndex, log.transactionHash, relations)
  }
  for (const transaction of transactions) {
    const relations = matcher.matchCall(transaction)
    if (relations) note(transaction.index, transaction.hash, relations)
  }
  return {
    logs: logs.filter((log) => matched.has(log) || whole.has(log.transactionIndex)),
    items: [...items.values()],
    needsReceiptLogs: whole.size > 0,
  }
}
