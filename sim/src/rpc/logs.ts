import type { Transaction } from '../chain/transaction.js'
import type { ChainView } from '../chain/view.js'
import { formatLogs, type RpcLog } from './format.js'
import { readHash, readHeight } from './params.js'
import { RpcError } from './rpcError.js'

/** What a node refuses to answer in one eth_getLogs. */
export interface LogLimits {
  /** Most blocks of a range; refused beyond, as public nodes do. */
  maxBlockRange?: number
  /** Most logs of an answer. */
  maxLogs?: number
}

type Matcher = (log: { address: string; topics: string[] }) => boolean

/** Answers eth_getLogs. @throws RpcError for a malformed filter, an unknown block, or more than the limits allow. */
export function getLogs(view: ChainView, filter: unknown, limits: LogLimits): RpcLog[] {
  const given = readFilter(filter)
  const matches = toMatcher(given)
  if (given.blockHash !== undefined) return getLogsOfBlock(view, readHash(given.blockHash), matches)
  const from = readHeight(view, given.fromBlock ?? 'latest')
  const to = readHeight(view, given.toBlock ?? 'latest')
  if (from > to) throw new RpcError(-32602, 'invalid block range params')
  if (limits.maxBlockRange !== undefined && to - from + 1 > limits.maxBlockRange)
    throw new RpcError(-32602, `block range is too large: at most ${limits.maxBlockRange} blocks`)
  const found: RpcLog[] = []
  for (const height of view.loggedHeights(from, to)) {
    const transactions = view.transactions(height)
    const header = view.header(height)
    if (header) collect(found, transactions, header, matches)
    if (limits.maxLogs !== undefined && found.length > limits.maxLogs)
      throw new RpcError(-32005, `query returned more than ${limits.maxLogs} results`)
  }
  return found
}

function getLogsOfBlock(view: ChainView, hash: string, matches: Matcher): RpcLog[] {
  const block = view.blockByHash(hash)
  if (!block) throw new RpcError(-32000, 'unknown block')
  const found: RpcLog[] = []
  collect(found, block.transactions, block.header, matches)
  return found
}

function collect(
  found: RpcLog[],
  transactions: readonly Transaction[],
  header: Parameters<typeof formatLogs>[0],
  matches: Matcher,
): void {
  for (const [index, tx] of transactions.entries()) {
    if (!tx.logs.some(matches)) continue
    for (const log of formatLogs(header, tx, index)) if (matches(log)) found.push(log)
  }
}

interface LogFilter {
  blockHash?: unknown
  fromBlock?: unknown
  toBlock?: unknown
  address?: unknown
  topics?: unknown
}

function readFilter(filter: unknown): LogFilter {
  if (typeof filter !== 'object' || filter === null) throw new RpcError(-32602, 'expected a filter object')
  return filter
}

function toMatcher({ address, topics }: LogFilter): Matcher {
  const addresses = toSet(address)
  const wanted = topics === undefined || topics === null ? [] : topics
  if (!Array.isArray(wanted) || wanted.length > 4) throw new RpcError(-32602, 'expected at most four topics')
  const sets = wanted.map(toSet)
  return (log) =>
    (addresses === null || addresses.has(log.address)) &&
    // A position that the filter names must be there, also where it accepts anything.
    sets.length <= log.topics.length &&
    sets.every((set, at) => set === null || set.has(log.topics[at] ?? ''))
}

/** Null stands for anything. */
function toSet(value: unknown): Set<string> | null {
  if (value === undefined || value === null) return null
  const list: unknown[] = Array.isArray(value) ? value : [value]
  // Nodes take an empty list of addresses or topics as no condition.
  if (list.length === 0) return null
  return new Set(
    list.map((item) => {
      if (typeof item !== 'string') throw new RpcError(-32602, 'expected hex in the filter')
      return item.toLowerCase()
    }),
  )
}
