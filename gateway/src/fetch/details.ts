import { hashOf, parentHashOf } from '../chain/header.js'
import type { RpcReceipt } from '../chain/receipt.js'
import type { RpcTransaction } from '../chain/transaction.js'
import { headerKey, type ItemKind, itemKey } from '../disk/keys.js'
import type { Database } from '../disk/store.js'
import { toTraceRows } from '../frames/traceRows.js'
import { traceTransactions } from '../frames/tracer.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import { type FetchedBlock, getBlock, getBlockReceipts, getReceipt, getTransaction } from './blockCalls.js'
import { Gathered } from './gathered.js'
import { ChainMismatch } from './mismatch.js'
import type { BlockWants, TransactionWants } from './wants.js'

/** From so many wanted receipts of a block on, all of them are asked for at once. */
const MIN_FOR_BLOCK_RECEIPTS = 4

interface Place {
  block: number
  item: TransactionWants
}

/** Headers, transactions, receipts and call frames of single blocks: from disk, else from the RPCs. */
export class DetailSource {
  /** Transactions a block that nobody wanted, as far as seen: decides whether whole blocks or single transactions cost less. */
  private meanUnwanted = 0

  constructor(
    private readonly database: Database,
    private readonly pool: RpcPool,
  ) {}

  /**
   * Adds all that is wanted and not there yet. Transactions, receipts and frames are of the very block whose header is given.
   * @param known headers that the caller has fetched already.
   * @param gathered whole blocks as they are kept; of others the store is asked.
   * @throws RpcError where an RPC does not tell, ChainMismatch where the parts are of different blocks.
   */
  async complete(
    wants: readonly BlockWants[],
    known: readonly FetchedBlock[] = [],
    gathered = new Gathered(),
  ): Promise<Gathered> {
    await this.readKept(
      wants.filter(({ block }) => !gathered.has(block)),
      gathered,
    )
    for (const block of known) keepHeader(block, gathered)
    const places = wants.flatMap(({ block, items }) => items.map((item) => ({ block, item })))
    const [, receipts] = await Promise.all([this.fetchBlocks(wants, gathered), this.askReceipts(places, gathered)])
    for (const { place, receipt } of receipts) keepReceipt(place, receipt, gathered)
    await this.fetchFrames(places, gathered)
    await this.checkParents(gathered)
    return gathered
  }

  /** Nothing of a block is kept without its header: of a block whose header is not there nothing else is looked for. */
  private async readKept(wants: readonly BlockWants[], gathered: Gathered): Promise<void> {
    await this.readInto(
      gathered,
      wants.map(({ block }) => ({ block, key: headerKey(block) })),
    )
    await this.readInto(
      gathered,
      wants.flatMap(({ block, items }) =>
        gathered.has(block) ? kindsOf(items).map((kind) => ({ block, key: itemKey(kind, block) })) : [],
      ),
    )
  }

  private async readInto(gathered: Gathered, places: readonly { block: number; key: string }[]): Promise<void> {
    if (places.length === 0) return
    const found = await this.database.getMany(places.map(({ key }) => key))
    for (const [n, { block, key }] of places.entries()) {
      const value = found[n]
      if (value !== undefined) gathered.of(block).take(key, value)
    }
  }

  private async fetchBlocks(wants: readonly BlockWants[], gathered: Gathered) {
    const blockCalls: Call<FetchedBlock>[] = []
    const transactionCalls: { place: Place; call: Call<RpcTransaction> }[] = []
    const full = new Map<number, TransactionWants[]>()
    for (const { block, items } of wants) {
      const missing = items.filter(({ transaction, index }) => transaction && !gathered.find('t', block, index))
      const hasHeader = gathered.headerOf(block) !== undefined
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
    const wanted = new Map(wants.map(({ block, items }) => [block, items.length]))
    for (const fetched of blocks) {
      const unwanted = Math.max(0, fetched.transactionCount - (wanted.get(fetched.number) ?? 0))
      this.meanUnwanted += (unwanted - this.meanUnwanted) / 16
      keepHeader(fetched, gathered)
      const byIndex = new Map(fetched.transactions.map((transaction) => [transaction.index, transaction]))
      for (const item of full.get(fetched.number) ?? [])
        keepTransaction({ block: fetched.number, item }, byIndex.get(item.index), gathered)
    }
    for (const [n, transaction] of transactions.entries()) {
      const place = transactionCalls[n]?.place
      if (place) keepTransaction(place, transaction, gathered)
    }
  }

  /** A call for a whole block replaces one for the header and one for each wanted transaction, but costs its bytes. */
  private isWholeBlockCheaper(wanted: number): boolean {
    return this.meanUnwanted <= 4 + 3 * wanted
  }

  private async askReceipts(places: readonly Place[], gathered: Gathered) {
    const missing = places.filter(({ block, item }) => item.receipt && !gathered.find('r', block, item.index))
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

  private async fetchFrames(places: readonly Place[], gathered: Gathered) {
    const missing = places.filter(({ block, item }) => item.frames && !gathered.find('f', block, item.index))
    if (missing.length === 0) return
    const traces = await traceTransactions(
      this.pool,
      missing.map(({ block, item }) => ({ hash: item.hash, blockHash: hashAt(gathered, block) })),
    ).then(throwFirst)
    for (const [n, { block, item }] of missing.entries()) {
      const trace = traces[n]
      if (trace) gathered.add('f', block, item.index, JSON.stringify(toTraceRows(trace, item.index)))
    }
  }

  /** Where both a block and its neighbour are known, the later one has to name the earlier one as its parent. */
  private async checkParents(gathered: Gathered) {
    const headers = gathered.newBlocks
    const around = [...new Set(headers.flatMap((block) => [block - 1, block + 1]))].filter((block) => block >= 0)
    const unread = around.filter((block) => gathered.headerOf(block) === undefined)
    const read = unread.length === 0 ? [] : await this.database.getMany(unread.map(headerKey))
    const beside = new Map(unread.map((block, n) => [block, read[n]?.toString('latin1')]))
    const at = (block: number) => gathered.headerOf(block) ?? beside.get(block)
    for (const block of headers.flatMap((number) => [number, number + 1])) {
      const [parent, child] = [at(block - 1), at(block)]
      if (parent && child && parentHashOf(child) !== hashOf(parent))
        throw new ChainMismatch(block, `it does not follow block ${block - 1}, ${hashOf(parent)}`)
    }
  }
}

function kindsOf(items: readonly TransactionWants[]): ItemKind[] {
  const kinds: ItemKind[] = []
  if (items.some(({ transaction }) => transaction)) kinds.push('t')
  if (items.some(({ receipt }) => receipt)) kinds.push('r')
  if (items.some(({ frames }) => frames)) kinds.push('f')
  return kinds
}

function keepHeader({ number, header, hash }: FetchedBlock, gathered: Gathered) {
  const kept = gathered.headerOf(number)
  if (kept === undefined) gathered.addHeader(number, header)
  else if (hashOf(kept) !== hash) throw new ChainMismatch(number, `its hash is ${hash} and was ${hashOf(kept)}`)
}

function keepTransaction({ block, item }: Place, transaction: RpcTransaction | undefined, gathered: Gathered) {
  if (!transaction) throw new ChainMismatch(block, `it has no transaction with the index ${item.index} of a log`)
  const isSame = transaction.hash === item.hash && transaction.index === item.index
  if (!isSame || transaction.blockHash !== hashAt(gathered, block))
    throw new ChainMismatch(block, `transaction ${item.hash} is at another place than its log says`)
  gathered.add('t', block, item.index, transaction.record)
}

function keepReceipt({ block, item }: Place, receipt: RpcReceipt | undefined, gathered: Gathered) {
  if (!receipt || receipt.index !== item.index || receipt.blockHash !== hashAt(gathered, block))
    throw new ChainMismatch(block, `the receipt of transaction ${item.hash} is of another block`)
  for (const log of receipt.logs) {
    if (log.blockHash !== receipt.blockHash || log.block !== block)
      throw new ChainMismatch(block, `a receipt has a log of block ${log.block}, ${log.blockHash}`)
    gathered.add('l', block, log.index, log.record)
  }
  gathered.add('r', block, item.index, receipt.record)
}

function hashAt(gathered: Gathered, block: number): string {
  const header = gathered.headerOf(block)
  if (header === undefined) throw new Error(`The header of block ${block} was not fetched.`)
  return hashOf(header)
}

function throwFirst<T>(answers: (T | RpcError)[]): T[] {
  for (const answer of answers) if (answer instanceof RpcError) throw answer
  return answers as T[]
}
