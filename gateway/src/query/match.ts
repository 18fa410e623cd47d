import { type FilteredLog, matchesFilter } from './logFilter.js'
import type { LogRequest, Query, TransactionRequest } from './query.js'

/** What the requests that match an item want besides it, united. */
export interface Relations {
  transaction: boolean
  logs: boolean
  traces: boolean
}

/** The top-level call of a transaction, as requests filter it. Lower case. */
export interface FilteredCall {
  from: string | undefined
  to: string | undefined
  sighash: string
  type: number | undefined
}

/** Decides exactly what a query asks for, whatever wider question the chain was asked. */
export interface Matcher {
  matchLog(log: FilteredLog): Relations | undefined
  matchCall(call: FilteredCall): Relations | undefined
}

export function buildMatcher(query: Pick<Query, 'logs' | 'transactions'>): Matcher {
  const anywhere = query.logs.filter(({ address }) => address === null)
  const byAddress = new Map<string, LogRequest[]>()
  for (const request of query.logs)
    for (const address of request.address ?? []) byAddress.set(address, [...(byAddress.get(address) ?? []), request])
  return {
    matchLog(log) {
      let found: Relations | undefined
      for (const request of byAddress.get(log.address) ?? [])
        if (matchesFilter(request, log)) found = unite(found, ofLog(request))
      for (const request of anywhere) if (matchesFilter(request, log)) found = unite(found, ofLog(request))
      return found
    },
    matchCall(call) {
      let found: Relations | undefined
      for (const request of query.transactions)
        if (matchesCall(request, call))
          found = unite(found, { transaction: true, logs: request.logs, traces: request.traces })
      return found
    },
  }
}

function ofLog({ transaction, transactionLogs, transactionTraces }: LogRequest): Relations {
  return { transaction, logs: transactionLogs, traces: transactionTraces }
}

function matchesCall({ to, from, sighash, type }: TransactionRequest, call: FilteredCall): boolean {
  const has = <T>(wanted: readonly T[] | null, value: T | undefined) =>
    wanted === null || (value !== undefined && wanted.includes(value))
  return has(to, call.to) && has(from, call.from) && has(sighash, call.sighash) && has(type, call.type)
}

function unite(one: Relations | undefined, other: Relations): Relations {
  if (!one) return other
  return {
    transaction: one.transaction || other.transaction,
    logs: one.logs || other.logs,
    traces: one.traces || other.traces,
  }
}
