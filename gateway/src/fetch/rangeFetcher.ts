import { hashOf } from '../chain/header.js'
import type { RpcLog } from '../chain/log.js'
import type { Keeper } from '../disk/keeper.js'
import { headerKey, itemKey } from '../disk/keys.js'
import { put } from '../disk/store.js'
import type { LogFilter } from '../query/logFilter.js'
import { selectBlock } from '../query/selectBlock.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { type FetchedBlock, getBlock } from './blockCalls.js'
import type { DetailSource } from './details.js'
import { ChainMismatch } from './mismatch.js'
import type { Need } from './need.js'
import type { BlockWants } from './wants.js'
import { type FoundCall, findCalls, getLogs } from './wideCalls.js'

/** Attempts before a range is taken to be too large. */
const ATTEMPTS = 3

export interface RangeQuestion {
  from: number
  to: number
  /** Those of the need's filters that were not asked for in this range yet. */
  logs: LogFilter[]
  calls: LogFilter[]
}

/** Asks what a need finds in a range of final blocks, checks it, and keeps it with everything that serving it takes. */
export class RangeFetcher {
  constructor(
    private readonly pool: RpcPool,
    private readonly details: DetailSource,
    private readonly keeper: Keeper,
  ) {}

  /**
   * @param onFound is told how many logs and transactions were found, before what belongs to them is fetched.
   * @throws RpcError, ChainMismatch; nothing is kept then.
   */
  async fetch(need: Need, question: RangeQuestion, onFound: (found: number) => void): Promise<void> {
    const { end, logs, calls } = await this.ask(question)
    onFound(logs.length + calls.length)
    const byBlock = groupByBlock(logs)
    const wants: BlockWants[] = [...byBlock].map(([block, found]) => ({
      block,
      items: selectBlock(need.matcher, need.select, found).items,
    }))
    wants.push(...calls.map(({ block, index, hash }) => ({ block, items: [toTransactionWant(index, hash)] })))
    const { values, fresh } = await this.details.complete(mergeWants(wants), [end])
    for (const { block, blockHash } of [...logs, ...calls]) {
      const header = values.get(headerKey(block))
      if (!header || hashOf(header) !== blockHash)
        throw new ChainMismatch(block, `a log is of ${blockHash}, the block is ${header ? hashOf(header) : 'missing'}`)
    }
    const writes = logs.map((log) => put(itemKey('l', log.block, log.index), log.record))
    await this.keeper.keep([...fresh, ...writes], question)
  }

  /**
   * One batch for one RPC. The range's last block is asked for with it: an RPC that has not got so far answers with no logs
   * instead of an error, and would be believed.
   */
  private async ask({ from, to, logs, calls }: RangeQuestion) {
    const questions: Call<FetchedBlock | RpcLog[] | FoundCall[]>[] = [
      getBlock(to, false),
      ...logs.map((filter) => getLogs(filter, from, to)),
      ...calls.map((filter) => findCalls(filter, from, to)),
    ]
    const answers = await this.pool.run(questions, {
      together: true,
      attempts: ATTEMPTS,
      ...(calls.length > 0 && { ability: 'traceFilter' as const }),
    })
    const errors = answers.filter((answer): answer is RpcError => answer instanceof RpcError)
    const [error] = errors.sort((a, b) => Number(b.kind === 'limit') - Number(a.kind === 'limit'))
    if (error) throw error
    const [end, ...found] = answers
    return {
      end: end as FetchedBlock,
      logs: found.slice(0, logs.length).flat() as RpcLog[],
      calls: found.slice(logs.length).flat() as FoundCall[],
    }
  }
}

function groupByBlock(logs: readonly RpcLog[]): Map<number, RpcLog[]> {
  const groups = new Map<number, RpcLog[]>()
  for (const log of logs) {
    const group = groups.get(log.block)
    if (group) group.push(log)
    else groups.set(log.block, [log])
  }
  return groups
}

function toTransactionWant(index: number, hash: string) {
  return { index, hash, transaction: true, receipt: false, frames: false }
}

/** One entry a block, one a transaction. */
function mergeWants(wants: readonly BlockWants[]): BlockWants[] {
  const blocks = new Map<number, Map<number, BlockWants['items'][number]>>()
  for (const { block, items } of wants) {
    const merged = blocks.get(block) ?? new Map()
    blocks.set(block, merged)
    for (const item of items) {
      const other = merged.get(item.index)
      merged.set(item.index, {
        ...item,
        transaction: item.transaction || other?.transaction,
        receipt: item.receipt || other?.receipt,
        frames: item.frames || other?.frames,
      })
    }
  }
  return [...blocks].map(([block, items]) => ({ block, items: [...items.values()] }))
}
