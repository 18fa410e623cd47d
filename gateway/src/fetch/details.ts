import { hashOf, parentHashOf } from '../chain/header.js'
import type { RpcReceipt } from '../chain/receipt.js'
import type { Record } from '../chain/record.js'
import type { RpcTransaction } from '../chain/transaction.js'
import { headerKey, itemKey } from '../disk/keys.js'
import { type Database, put, type Write } from '../disk/store.js'
import { toTraceRows } from '../frames/traceRows.js'
import { traceTransactions } from '../frames/tracer.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { type FetchedBlock, getBlock, getBlockReceipts, getReceipt, getTransaction } from './blockCalls.js'
import { ChainMismatch } from './mismatch.js'
import type { BlockWants, TransactionWants } from './wants.js'

/** From so many wanted receipts of a block on, all of them are asked for at once. */
const MIN_FOR_BLOCK_RECEIPTS = 4

/** Everything wanted, by key, and what of it was fetched just now and is not kept yet. */
export interface Details {
  values: Map<string, string>
  fresh: Write[]
}

type Keep = (key: string, value: string) => void

interface Place {
  block: number
  item: TransactionWants
}

/** Headers, transactions, receipts and call frames of single blocks: from disk, else from the RPCs. */
export class DetailSource {
  /** Transactions a block, as far as seen: decides whether whole blocks or single transactions cost less. */
  private meanTransactions = 0

  constructor(
    private readonly database: Database,
    private readonly pool: RpcPool,
  ) {}

  /**
   * All that is wanted. Transactions, receipts and frames are of the very block whose header is given.
   * @param known headers that the caller has fetched already.
   * @throws RpcError where an RPC does not tell, ChainMismatch where the parts are of different blocks.
   */
  async complete(wants: readonly BlockWants[], known: readonly FetchedBlock[] = []): Promise<Details> {
    const values = await this.readKept(wants)
    const fresh: Write[] = []
    const keep: Keep = (key, value) => {
      values.set(key, value)
      fresh.push(put(key, value))
    }
    for (const block of known) keepHeader(block, values, keep)
    const places = wants.flatMap(({ block, items }) => items.map((item) => ({ block, item })))
    const [, receipts] = await Promise.all([this.fetchBlocks(wants, values, keep), this.askReceipts(places, values)])
    for (const { place, receipt } of receipts) keepReceipt(place, receipt, values, keep)
    await this.fetchFrames(places, values, keep)
    await this.checkParents(fresh, values)
    return { values, fresh }
  }

  /** Nothing of a block is kept without its header: of a block whose header is not there nothing else is looked for. */
  private async readKept(wants: readonly BlockWants[]): Promise<Map<string, string>> {
    const values = new Map<string, string>()
    await this.readInto(
      values,
      wants.map(({ block }) => headerKey(block)),
    )
    await this.readInto(
      values,
      wants.flatMap(({ block, items }) => (values.has(headerKey(block)) ? items.flatMap((i) => keysOf(block, i)) : [])),
    )
    return values
  }

  private async readInto(values: Map<string, string>, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const found = await this.database.getMany([...keys])
    for (const [n, key] of keys.entries()) {
      const value = found[n]
      if (value !== undefined) values.set(key, value)
    }
  }

  private async fetchBlocks(wants: readonly BlockWants[], values: Map<string, string>, keep: Keep) {
    const blockCalls: Call<FetchedBlock>[] = []
    const transactionCalls: { place: Place; call: Call<RpcTransaction> }[] = []
    const full = new Map<number, TransactionWants[]>()
    for (const { block, items } of wants) {
      const missing = items.filter(({ transaction, index }) => transaction && !values.has(itemKey('t', block, index)))
      const hasHeader = values.has(headerKey(block))
      const isFull = missing.length > 0 && this.isWholeBlockCheaper(missing.length)
      if (isFull) full.set(block, missing)
      if (isFull || !hasHeader) blockCalls.push(getBlock(block, isFull))
      if (!isFull)
        for (const item of missing) transactionCalls.push({ place: { block, item }, call: getTransaction(item.hash) })
    }
    const [blocks, transactions] = await Promise.all([
      this.pool.run(blockCalls).then(throwFirst),
      this.pool.run(transactionCalls.map(({ call }) => call)).then(throwFirst),
    ])
    for (const fetched of blocks) {
      this.meanTransactions += (fetched.transactionCount - this.meanTransactions) / 16
      keepHeader(fetched, values, keep)
      const byIndex = new Map(fetched.transactions.map((transaction) => [transaction.index, transaction]))
      for (const item of full.get(fetched.number) ?? [])
        keepTransaction({ block: fetched.number, item }, byIndex.get(item.index), values, keep)
    }
    for (const [n, transaction] of transactions.entries()) {
      const place = transactionCalls[n]?.place
      if (place) keepTransaction(place, transaction, values, keep)
    }
  }

  /** A call for a whole block replaces one for the header and one for each wanted transaction, but costs its bytes. */
  private isWholeBlockCheaper(wanted: number): boolean {
    return this.meanTransactions <= 4 + 4 * wanted
  }

  private async askReceipts(places: readonly Place[], values: Map<string, string>) {
    const missing = places.filter(({ block, item }) => item.receipt && !values.has(itemKey('r', block, item.index)))
    const counts = new Map<number, number>()
    for (const { block } of missing) counts.set(block, (counts.get(block) ?? 0) + 1)
    const hasWhole = this.pool.has('blockReceipts')
    const whole = [...counts].flatMap(([block, count]) => (hasWhole && count >= MIN_FOR_BLOCK_RECEIPTS ? [block] : []))
    const single = missing.filter(({ block }) => !whole.includes(block)).map(({ item }) => getReceipt(item.hash))
    const answers = await Promise.all([
      this.pool.run(whole.map(getBlockReceipts), { ability: 'blockReceipts' }).then(throwFirst),
      this.pool.run(single).then(throwFirst),
    ])
    const byHash = new Map(answers.flat(2).map((receipt) => [receipt.hash, receipt]))
    return missing.map((place) => ({ place, receipt: byHash.get(place.item.hash) }))
  }

  private async fetchFrames(places: readonly Place[], values: Map<string, string>, keep: Keep) {
    const missing = places.filter(({ block, item }) => item.frames && !values.has(itemKey('f', block, item.index)))
    if (missing.length === 0) return
    const traces = await traceTransactions(
      this.pool,
      missing.map(({ block, item }) => ({ hash: item.hash, blockHash: hashAt(values, block) })),
    ).then(throwFirst)
    for (const [n, { block, item }] of missing.entries()) {
      const trace = traces[n]
      if (trace) keep(itemKey('f', block, item.index), JSON.stringify(toTraceRows(trace, item.index)))
    }
  }

  /** Where both a block and its neighbour are known, the later one has to name the earlier one as its parent. */
  private async checkParents(fresh: readonly Write[], values: Map<string, string>) {
    const headers = fresh.filter(({ key }) => key.startsWith('h/')).map(({ key }) => Number.parseInt(key.slice(2), 16))
    const around = [...new Set(headers.flatMap((block) => [block - 1, block + 1]))].filter((block) => block >= 0)
    const unread = around.filter((block) => !values.has(headerKey(block)))
    const read = await this.database.getMany(unread.map(headerKey))
    const beside = new Map(unread.map((block, n) => [block, read[n]]))
    const at = (block: number): Record | undefined => values.get(headerKey(block)) ?? beside.get(block)
    for (const block of headers.flatMap((number) => [number, number + 1])) {
      const [parent, child] = [at(block - 1), at(block)]
      if (parent && child && parentHashOf(child) !== hashOf(parent))
        throw new ChainMismatch(block, `it does not follow block ${block - 1}, ${hashOf(parent)}`)
    }
  }
}

function keysOf(block: number, { index, transaction, receipt, frames }: TransactionWants): string[] {
  const keys: string[] = []
  if (transaction) keys.push(itemKey('t', block, index))
  if (receipt) keys.push(itemKey('r', block, index))
  if (frames) keys.push(itemKey('f', block, index))
  return keys
}

function keepHeader({ number, header, hash }: FetchedBlock, values: Map<string, string>, keep: Keep) {
  const kept = values.get(headerKey(number))
  if (kept === undefined) keep(headerKey(number), header)
  else if (hashOf(kept) !== hash) throw new ChainMismatch(number, `its hash is ${hash} and was ${hashOf(kept)}`)
}

function keepTransaction(
  { block, item }: Place,
  transaction: RpcTransaction | undefined,
  values: Map<string, string>,
  keep: Keep,
) {
  if (!transaction) throw new ChainMismatch(block, `it has no transaction with the index ${item.index} of a log`)
  const isSame = transaction.hash === item.hash && transaction.index === item.index
  if (!isSame || transaction.blockHash !== hashAt(values, block))
    throw new ChainMismatch(block, `transaction ${item.hash} is at another place than its log says`)
  keep(itemKey('t', block, item.index), transaction.record)
}

function keepReceipt({ block, item }: Place, receipt: RpcReceipt | undefined, values: Map<string, string>, keep: Keep) {
  if (!receipt || receipt.index !== item.index || receipt.blockHash !== hashAt(values, block))
    throw new ChainMismatch(block, `the receipt of transaction ${item.hash} is of another block`)
  for (const log of receipt.logs) {
    if (log.blockHash !== receipt.blockHash || log.block !== block)
      throw new ChainMismatch(block, `a receipt has a log of block ${log.block}, ${log.blockHash}`)
    keep(itemKey('l', block, log.index), log.record)
  }
  keep(itemKey('r', block, item.index), receipt.record)
}

function hashAt(values: Map<string, string>, block: number): string {
  const header = values.get(headerKey(block))
  if (header === undefined) throw new Error(`The header of block ${block} was not fetched.`)
  return hashOf(header)
}

function throwFirst<T>(answers: (T | RpcError)[]): T[] {
  for (const answer of answers) if (answer instanceof RpcError) throw answer
  return answers as T[]
}
