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
  const logs: RpcLog[] = []
  for (const [transaction, receipt] of receipts.entries())
    for (const told of readArray(readObject(receipt, 'the receipt').logs, 'receipt.logs')) {
      const log = readLog(told)
      // Receipts prove which logs there are and in which order; the numbers beside them are the RPC's word.
      if (log.index !== logs.length || log.transactionIndex !== transaction)
        return `log ${logs.length}, of transaction ${transaction}, is told as log ${log.index} of transaction ${log.transactionIndex}`
      logs.push(log)
    }
  const byIndex = new Map(logs.map((log) => [log.index, log]))
  for (const [index, record] of kept)
    if (byIndex.get(index)?.record !== record) return `log ${index} is not the one in its receipts`
  const missing = logs.find((log) => !kept.has(log.index) && isAskedFor(log, filters))
  return missing && `log ${missing.index} of ${missing.address} was left out of the answer for it`
}

function isAskedFor(log: RpcLog, filters: readonly LogFilter[]): boolean {
  return filters.some((filter) => matchesFilter(filter, log))
}
