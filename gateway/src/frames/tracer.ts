import { readTransaction } from '../chain/transaction.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import type { Frame } from './frame.js'
import { readDebugTrace } from './fromDebug.js'
import { readTrace } from './fromTrace.js'

/** How the RPCs at hand tell of inner calls. */
export type TraceCapability = 'trace' | 'debug' | 'none'

export interface TracedTransaction {
  hash: string
  blockHash: string
}

export function traceCapability(pool: RpcPool): TraceCapability {
  if (pool.has('trace')) return 'trace'
  return pool.has('debug') ? 'debug' : 'none'
}

/**
 * Call frames of the transactions, one entry each in their order: the tree, or why no RPC could tell. Every tree is of a
 * transaction that stands in the given block.
 */
export async function traceTransactions(
  pool: RpcPool,
  transactions: readonly TracedTransaction[],
): Promise<(Frame | RpcError)[]> {
  if (pool.has('trace')) {
    const calls = transactions.map(({ hash, blockHash }) => ({
      method: 'trace_transaction',
      params: [hash],
      read: (answer: unknown) => readTrace(answer, blockHash),
    }))
    return pool.run(calls, { ability: 'trace', attempts: 4 })
  }
  const calls = transactions.map(({ hash }) => ({
    method: 'debug_traceTransaction',
    params: [hash, { tracer: 'callTracer' }],
    read: (answer: unknown) => readDebugTrace(answer),
  }))
  const frames = await pool.run(calls, { ability: 'debug', attempts: 4 })
  // This API does not say which block it is about.
  const places = await pool.run(
    transactions.map(({ hash }) => ({ method: 'eth_getTransactionByHash', params: [hash], read: readTransaction })),
    { attempts: 4 },
  )
  return frames.map((frame, n) => {
    const place = places[n]
    if (frame instanceof RpcError || !place || place instanceof RpcError)
      return place instanceof RpcError ? place : frame
    if (place.blockHash === transactions[n]?.blockHash) return frame
    return new RpcError('lagging', 'pool', 'the transaction is in another block')
  })
}
