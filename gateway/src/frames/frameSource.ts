import type { Keeper } from '../disk/keeper.js'
import { frameKey } from '../disk/keys.js'
import { put } from '../disk/store.js'
import type { Head } from '../fetch/head.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError, type RpcErrorKind } from '../rpc/rpcError.js'
import { flattenFrames } from './frame.js'
import { type TraceCapability, traceCapability, traceTransactions } from './tracer.js'

export interface FramesRequest {
  blockNumber: number
  blockHash: string
  transactions: string[]
}

/** Failures that pass: the caller should ask again, and must not take them for "cannot be told". */
const PASSES = new Set<RpcErrorKind>(['rate', 'timeout', 'connection', 'unavailable'])

/** Call frames of single transactions, kept once their block is final. */
export class FrameSource {
  constructor(
    private readonly pool: RpcPool,
    private readonly keeper: Keeper,
    private readonly head: Head,
  ) {}

  get capability(): TraceCapability {
    return traceCapability(this.pool)
  }

  /**
   * JSON text of a CallFrame list for each transaction, in their order; null where the RPCs cannot tell, also where the
   * transaction is not in this block.
   * @throws RpcError where asking again may help.
   */
  async read({ blockNumber, blockHash, transactions }: FramesRequest): Promise<(string | null)[]> {
    const kept = await this.keeper.database.getMany(transactions.map((hash) => frameKey(blockHash, hash)))
    const missing = transactions.filter((_, n) => kept[n] === undefined)
    if (missing.length > 0) this.pool.assertKnown('trace', 'debug')
    const fetched = new Map<string, string | null>()
    if (missing.length > 0 && this.capability !== 'none') {
      const isFinal = blockNumber <= this.head.finalHeight || blockNumber <= (await this.head.refresh())
      const frames = await traceTransactions(
        this.pool,
        missing.map((hash) => ({ hash, blockHash })),
      )
      for (const [n, hash] of missing.entries()) fetched.set(hash, toText(frames[n], isFinal))
      if (isFinal)
        await this.keeper.keep(
          [...fetched].flatMap(([hash, text]) => (text === null ? [] : [put(frameKey(blockHash, hash), text)])),
        )
    }
    return transactions.map((hash, n) => kept[n]?.toString() ?? fetched.get(hash) ?? null)
  }
}

function toText(frame: Parameters<typeof flattenFrames>[0] | RpcError | undefined, isFinal: boolean): string | null {
  if (frame === undefined) return null
  if (!(frame instanceof RpcError)) return JSON.stringify(flattenFrames(frame))
  // A transaction of a final block is there, also for an RPC that has not got so far yet.
  if (PASSES.has(frame.kind) || (frame.kind === 'lagging' && isFinal)) throw frame
  return null
}
