import { hashOf } from '../chain/header.js'
import type { RpcLog } from '../chain/log.js'
import type { Record } from '../chain/record.js'
import { encodeItems } from '../disk/items.js'
import type { Keeper } from '../disk/keeper.js'
import { itemKey } from '../disk/keys.js'
import { putBytes, type Write } from '../disk/store.js'
import type { LogFilter } from '../query/logFilter.js'
import { selectBlock } from '../query/selectBlock.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { type FetchedBlock, getBlock } from './blockCalls.js'
import type { DetailSource } from './details.js'
import { type ServedLogs, toFreshBlocks, toServedLogs } from './freshBlocks.js'
import { type FreshParts, servedKey } from './freshParts.js'
import { ChainMismatch } from './mismatch.js'
import type { Need } from './need.js'
import type { FoundCount } from './rangeSize.js'
import { type RangePart, splitRange } from './splitRange.js'
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

/** Hears how the work on a range goes on. */
export interface RangeListener {
  found(count: FoundCount): void
  kept(): void
}

/** Asks what a need finds in a range of final blocks, checks it, and keeps it with everything that serving it takes. */
export class RangeFetcher {
  constructor(
    private readonly pool: RpcPool,
    private readonly details: DetailSource,
    private readonly keeper: Keeper,
    private readonly fresh: FreshParts,
  ) {}

  /**
   * What belongs to the logs is asked for and kept part by part: whoever waits for the beginning of a range that turned out
   * to be full need not wait for its end.
   * @param told `found`: how many logs and transactions there are, and where; `kept`: another part of the range is kept.
   * @throws RpcError, ChainMismatch; the part where it happened and what follows are not kept then.
   */
  async fetch(need: Need, question: RangeQuestion, told: RangeListener): Promise<void> {
    const { end, count, parts } = await this.find(need, question)
    told.found(count)
    // Where a filter was asked before, what is found now is a part of what is served.
    const key = JSON.stringify(question.logs) === JSON.stringify(need.logs) ? servedKey(need) : undefined
    for (const part of parts) {
      const gathered = await this.complete(question, part, part.to === question.to ? [end] : [])
      if (key !== undefined) this.fresh.put(key, { ...part, blocks: toFreshBlocks(need, part, gathered) })
      told.kept()
    }
  }

  private async find(need: Need, question: RangeQuestion) {
    const { end, logs, calls } = await this.ask(question)
    const parts = splitRange(question, logs, calls).map((part) => condense(need, part))
    return { end, count: countFound(question, [...logs, ...calls]), parts }
  }

  private async complete(asked: RangeQuestion, { from, to, wants, named, writes }: FoundPart, known: FetchedBlock[]) {
    const gathered = await this.details.complete(wants, known)
    for (const { block, blockHash } of named) assertOfBlock(block, gathered.headerOf(block), blockHash)
    await this.keeper.keep([...gathered.toWrites(), ...writes], { ...asked, from, to })
    return gathered
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

function countFound({ from, to }: RangeQuestion, found: readonly { block: number }[]): FoundCount {
  const middle = from + Math.floor((to - from + 1) / 2)
  return { all: found.length, late: found.filter(({ block }) => block >= middle).length }
}

/**
 * What is left of a part of an answer until it is kept: the logs are bytes already. As objects they would be most of what is
 * alive while their headers and transactions are asked for, in each of several ranges.
 */
interface FoundPart {
  from: number
  to: number
  wants: BlockWants[]
  /** Every block hash that something found names. */
  named: { block: number; blockHash: string }[]
  writes: Write[]
  /** Of each block with matching logs what they bring into its answer. */
  served: Map<number, ServedLogs>
}

function condense(need: Need, { from, to, logs, calls }: RangePart): FoundPart {
  const wants: BlockWants[] = []
  const writes: Write[] = []
  const served = new Map<number, ServedLogs>()
  for (const [block, found] of groupByBlock(logs)) {
    const selected = selectBlock(need.matcher, need.select, found)
    wants.push({ block, items: selected.items })
    if (selected.logs.length > 0) served.set(block, toServedLogs(need, selected))
    writes.push(
      putBytes(
        itemKey('l', block),
        encodeItems(
          'l',
          found.map(({ index, record }) => [index, record]),
        ),
      ),
    )
  }
  wants.push(...calls.map(({ block, index, hash }) => ({ block, items: [toTransactionWant(index, hash)] })))
  return { from, to, wants: mergeWants(wants), named: namedHashes([...logs, ...calls]), writes, served }
}

/** One entry for all that follow one another in the same block: logs do. */
function namedHashes(found: readonly { block: number; blockHash: string }[]): FoundPart['named'] {
  const named: FoundPart['named'] = []
  for (const { block, blockHash } of found) {
    const last = named.at(-1)
    if (last?.block !== block || last.blockHash !== blockHash) named.push({ block, blockHash })
  }
  return named
}

/** Each log once and in order: several filters may have found it, one after the other. */
function groupByBlock(logs: readonly RpcLog[]): Map<number, RpcLog[]> {
  const groups = new Map<number, RpcLog[]>()
  for (const log of logs) {
    const group = groups.get(log.block)
    if (group) group.push(log)
    else groups.set(log.block, [log])
  }
  for (const [block, group] of groups) {
    const isInOrder = group.every(({ index }, n) => n === 0 || (group[n - 1]?.index ?? 0) < index)
    if (isInOrder) continue
    const once = new Map(group.map((log) => [log.index, log]))
    groups.set(
      block,
      [...once.values()].sort((one, other) => one.index - other.index),
    )
  }
  return groups
}

/** @throws ChainMismatch where something found is not of the block with this header. */
function assertOfBlock(block: number, header: Record | undefined, blockHash: string) {
  const hash = header === undefined ? 'missing' : hashOf(header)
  if (blockHash !== hash) throw new ChainMismatch(block, `a log is of ${blockHash}, the block is ${hash}`)
}

function toTransactionWant(index: number, hash: string) {
  return { index, hash, transaction: true, receipt: false, frames: false }
}

/** One entry a block, ascending, and one a transaction. */
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
  return [...blocks]
    .sort(([one], [other]) => one - other)
    .map(([block, items]) => ({ block, items: [...items.values()] }))
}
