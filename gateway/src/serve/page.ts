import { type KeptLog, readKeptLog } from '../chain/log.js'
import { readCallOf } from '../chain/transaction.js'
import type { Keeper } from '../disk/keeper.js'
import { blockOfKey, headerKey, indexOfKey, keyRange } from '../disk/keys.js'
import type { DetailSource } from '../fetch/details.js'
import type { Need } from '../fetch/need.js'
import { type SelectableTransaction, type Selected, selectBlock } from '../query/selectBlock.js'

const READ_AT_ONCE = 1_000
/** A page ends at the first block end after so many bytes, kept items looked at, or blocks. */
const MAX_BYTES = 1_000_000
const MAX_SCANNED = 100_000
const MAX_BLOCKS_FOUND = 500
const MAX_BLOCKS_ALL = 1_000
const MAX_BLOCKS_BY_CALL = 5_000

const NO_TRANSACTIONS: ReadonlyMap<number, SelectableTransaction[]> = new Map()

/** Blocks with something for a query in an unbroken range that ends with `end`, and all records that serving them takes. */
export interface Page {
  end: number
  blocks: { block: number; selected: Selected<KeptLog> }[]
  values: Map<string, string>
}

/** Reads from disk what a need finds in final blocks that were asked for. Fetches single records that are missing. */
export class PageReader {
  constructor(
    private readonly keeper: Keeper,
    private readonly details: DetailSource,
  ) {}

  /** The first page from `from` on, at most up to `to`. @param isEvery every block is wanted, also those without items. */
  async read(need: Need, from: number, to: number, isEvery: boolean): Promise<Page> {
    const width = isEvery ? MAX_BLOCKS_ALL : need.calls.length > 0 ? MAX_BLOCKS_BY_CALL : Number.POSITIVE_INFINITY
    const last = Math.min(to, from + width - 1)
    const { logs, end } = await this.readLogs(need, from, last)
    const transactions = need.calls.length > 0 ? await this.readTransactions(from, end) : NO_TRANSACTIONS
    const numbers = isEvery
      ? Array.from({ length: end - from + 1 }, (_, n) => from + n)
      : [...new Set([...logs.keys(), ...transactions.keys()])]
    const blocks = numbers
      .sort((a, b) => a - b)
      .map((block) => ({
        block,
        selected: selectBlock(need.matcher, need.select, logs.get(block) ?? [], transactions.get(block) ?? []),
      }))
      .filter(({ selected }) => isEvery || selected.logs.length > 0 || selected.items.length > 0)
    const { values, fresh } = await this.details.complete(
      blocks.map(({ block, selected }) => ({ block, items: selected.items })),
    )
    if (fresh.length > 0) {
      await this.keeper.keep(fresh)
      // Receipts that have just come brought the other logs of their transactions.
      if (blocks.some(({ selected }) => selected.needsReceiptLogs)) return this.read(need, from, end, isEvery)
    }
    return { end, blocks, values }
  }

  /** Header of one block, from disk or fetched. */
  async readHeader(block: number): Promise<string> {
    const { values, fresh } = await this.details.complete([{ block, items: [] }])
    if (fresh.length > 0) await this.keeper.keep(fresh)
    return values.get(headerKey(block)) ?? ''
  }

  private async readLogs(need: Need, from: number, to: number): Promise<{ logs: Map<number, KeptLog[]>; end: number }> {
    const logs = new Map<number, KeptLog[]>()
    if (need.logs.length === 0 && need.calls.length === 0) return { logs, end: to }
    const isFull = () => bytes > MAX_BYTES || scanned > MAX_SCANNED || logs.size >= MAX_BLOCKS_FOUND
    const isWhole = !need.matchesLogsAlone
    let [bytes, scanned, current] = [0, 0, -1]
    const iterator = this.keeper.database.iterator(keyRange('l', from, to))
    try {
      for (;;) {
        const entries = await iterator.nextv(READ_AT_ONCE)
        if (entries.length === 0) return { logs, end: to }
        for (const [key, record] of entries) {
          const block = blockOfKey(key)
          if (block !== current && isFull()) return { logs, end: current }
          current = block
          scanned += 1
          const log = readKeptLog(record)
          if (!isWhole && !need.matcher.matchLog(log)) continue
          bytes += record.length
          const others = logs.get(block)
          if (others) others.push(log)
          else logs.set(block, [log])
        }
      }
    } finally {
      await iterator.close()
    }
  }

  private async readTransactions(from: number, to: number) {
    const found = new Map<number, SelectableTransaction[]>()
    for await (const [key, record] of this.keeper.database.iterator(keyRange('t', from, to))) {
      const block = blockOfKey(key)
      const transaction = { index: indexOfKey(key), ...readCallOf(record) }
      found.set(block, [...(found.get(block) ?? []), transaction])
    }
    return found
  }
}
