import type { LogFilter } from '../query/logFilter.js'
import { buildMatcher, type Matcher } from '../query/match.js'
import { type Query, type Selection, toFilters } from '../query/query.js'

/** What a query needs of every block: the questions that find its items, and which of them it takes. */
export interface Need {
  /** Equal for queries that need the same. */
  id: string
  logs: LogFilter[]
  /** Callee as `address`, caller as first topic: a transaction is looked for like a log. */
  calls: LogFilter[]
  matcher: Matcher
  /** Serving takes no more than headers, and logs and transactions that match: no receipts and no call frames. */
  isPlain: boolean
  select: Selection
}

export function toNeed(query: Query): Need {
  const logs = toFilters(query)
  const calls = query.transactions.map(
    ({ to, from }): LogFilter =>
      to ? { address: [...to].sort(), topics: [] } : { address: null, topics: [[...(from ?? [])].sort()] },
  )
  const relations = query.logs.map(({ transaction, transactionLogs, transactionTraces }) =>
    [transaction, transactionLogs, transactionTraces].map(Number).join(''),
  )
  const wantsMore =
    query.logs.some((log) => log.transactionLogs || log.transactionTraces) ||
    query.transactions.some((call) => call.logs || call.traces)
  return {
    id: JSON.stringify([logs, calls, relations, query.select.receipt.length > 0]),
    logs,
    calls,
    matcher: buildMatcher(query),
    isPlain: !wantsMore && query.select.receipt.length === 0,
    select: query.select,
  }
}
