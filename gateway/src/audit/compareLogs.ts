import { readArray, readObject } from '../chain/hex.js'
import { type RpcLog, readLog } from '../chain/log.js'
import { type LogFilter, matchesFilter } from '../query/logFilter.js'

/**
 * Compares the logs kept of a block with those of its proven receipts.
 * @param kept records by log index.
 * @param filters what this block was asked for: every log that one of them matches must be kept.
 * @returns why they differ; undefined where they do not.
 */
export function findLogDifference(
  receipts: readonly unknown[],
  kept: ReadonlyMap<number, string>,
  filters: readonly LogFilter[],
): string | undefined {
  const logs = receipts.flatMap((receipt) =>
    readArray(readObject(receipt, 'the receipt').logs, 'receipt.logs').map(readLog),
  )
  const byIndex = new Map(logs.map((log) => [log.index, log]))
  for (const [index, record] of kept)
    if (byIndex.get(index)?.record !== record) return `log ${index} is not the one in its receipts`
  const missing = logs.find((log) => !kept.has(log.index) && isAskedFor(log, filters))
  return missing && `log ${missing.index} of ${missing.address} was left out of the answer for it`
}

function isAskedFor(log: RpcLog, filters: readonly LogFilter[]): boolean {
  return filters.some((filter) => matchesFilter(filter, log))
}
