import { readArray, readHash, readObject, toHex } from '../chain/hex.js'
import { type RpcLog, readLog } from '../chain/log.js'
import { type LogFilter, matchesFilter, toLogParams } from '../query/logFilter.js'
import type { Call } from '../rpc/call.js'
import { BadAnswer } from '../rpc/rpcError.js'

/** Logs of a range of blocks. An answer with a log outside of what was asked is refused whole. */
export function getLogs(filter: LogFilter, from: number, to: number): Call<RpcLog[]> {
  return {
    method: 'eth_getLogs',
    params: [toLogParams(filter, from, to)],
    read: (answer) => {
      const logs = readArray(answer, 'the logs').map(readLog)
      for (const log of logs)
        if (log.block < from || log.block > to || !matchesFilter(filter, log))
          throw new BadAnswer('malformed', `got a log of block ${log.block} that was not asked for`)
      return logs
    },
  }
}

/** A transaction found by its top-level call. */
export interface FoundCall {
  block: number
  blockHash: string
  index: number
  hash: string
}

/** Transactions of a range by callee (the filter's address), else by caller (its first topic). */
export function findCalls(filter: LogFilter, from: number, to: number): Call<FoundCall[]> {
  const who = filter.address ? { toAddress: filter.address } : { fromAddress: filter.topics[0] }
  return {
    method: 'trace_filter',
    params: [{ fromBlock: toHex(from), toBlock: toHex(to), ...who }],
    read: (answer) => readArray(answer, 'the traces').flatMap((row) => readTopCall(row, from, to)),
  }
}

function readTopCall(value: unknown, from: number, to: number): FoundCall[] {
  const row = readObject(value, 'the trace')
  if (readArray(row.traceAddress, 'traceAddress').length > 0 || row.type === 'reward') return []
  const { blockNumber, transactionPosition } = row
  if (!Number.isSafeInteger(blockNumber) || !Number.isSafeInteger(transactionPosition))
    throw new BadAnswer('malformed', 'a trace does not say where it stands')
  const block = blockNumber as number
  if (block < from || block > to)
    throw new BadAnswer('malformed', `got a trace of block ${block} that was not asked for`)
  return [
    {
      block,
      blockHash: readHash(row.blockHash, 'blockHash'),
      index: transactionPosition as number,
      hash: readHash(row.transactionHash, 'transactionHash'),
    },
  ]
}
