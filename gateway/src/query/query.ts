import { type LogFilter, mergeFilters } from './logFilter.js'

/** What a client wants of each matching log's transaction. */
export interface LogRequest extends LogFilter {
  transaction: boolean
  transactionLogs: boolean
  transactionTraces: boolean
}

/** Which transactions, by their top-level call; null: whatever stands there. Lower case. */
export interface TransactionRequest {
  to: readonly string[] | null
  from: readonly string[] | null
  sighash: readonly string[] | null
  type: readonly number[] | null
  logs: boolean
  traces: boolean
}

/** Line numbers of the selected fields in the records of each kind. */
export interface Selection {
  header: number[]
  log: number[]
  transaction: number[]
  /** Empty: no receipt is needed. */
  receipt: number[]
}

/** A checked query of the gateway protocol. Requests that match nothing are left out. */
export interface Query {
  fromBlock: number
  toBlock: number | null
  includeAllBlocks: boolean
  logs: LogRequest[]
  transactions: TransactionRequest[]
  select: Selection
}

/** What has to be asked of the chain so that the query can be answered exactly. */
export function toFilters(query: Pick<Query, 'logs'>): LogFilter[] {
  return mergeFilters(query.logs.map(({ address, topics }) => ({ address, topics })))
}
