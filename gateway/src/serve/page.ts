import type { KeptLog } from '../chain/log.js'
import { readKeptLog } from '../chain/log.js'
import { readCallOf } from '../chain/transaction.js'
import { BlockRecords } from '../disk/blockRecords.js'
import type { Keeper } from '../disk/keeper.js'
import { blockOfKey, blockRange, itemKindOf } from '../disk/keys.js'
import type { DetailSource } from '../fetch/details.js'
import { Gathered } from '../fetch/gathered.js'
import type { Need } from '../fetch/need.js'
import { type Selected, selectBlock } from '../query/selectBlock.js'

const READ_AT_ONCE = 1_000
const READ_BYTES_AT_ONCE = 512 * 1024
/** A page ends at the first block end after so many bytes, kept items looked at, or blocks. */
const MAX_BYTES = 1_500_000
const MAX_SCANNED = 100_000
const MAX_BLOCKS_FOUND = 500
const MAX_BLOCKS_ALL = 1_000

const NOTHING: Selected<KeptLog> = { logs: [], items: [], needsReceiptLogs: false }

interface PageBlock {
  block: number
  selected: Selected<KeptLog>
}

/** Blocks with something for a query in an unbroken range that ends with `end`, and all records that serving them takes. */
export interface Page {
  end: number
  blocks: PageBlock[]
  gathered: Gathered
}

/** Reads from disk what a need finds in final blocks that were asked for. Fetches single records that are missing. */
export class PageReader {
  constructor(
    private readonly keeper: Keeper,
    private readonly details: DetailSource,
  ) {}

  /** The first page from `from` on, at most up to `to`. @param isEvery every block is wanted, also those without items. */
  async read(need: Need, from: number, to: number, isEvery: boolean): Promise<Page> {
    const last = isEvery ? Math.min(to, from + MAX_BLOCKS_ALL - 1) : to
    const { found, end, gathered } = await this.scan(need, from, last)
    const blocks = isEvery ? fillGaps(found, from, end) : found
    await this.details.complete(
      blocks.map(({ block, selected }) => ({ block, items: selected.items })),
      [],
      gathered,
    )
    const fresh = gathered.toWrites()
    if (fresh.length > 0) {
      await this.keeper.keep(fresh)
      // Receipts that have just come brought the other logs of their transactions.
      if (blocks.some(({ selected }) => selected.needsReceiptLogs)) return this.read(need, from, end, isEvery)
    }
    return { end, blocks, gathered }
  }

  /** Header of one block, from disk or fetched. */
  async readHeader(block: number): Promise<string> {
    const gathered = await this.details.complete([{ block, items: [] }])
    const fresh = gathered.toWrites()
    if (fresh.length > 0) await this.keeper.keep(fresh)
    return gathered.headerOf(block) ?? ''
  }

  /** Looks at all that is kept from `from` on until the page is full. `gathered` holds the blocks of which something was found. */
  private async scan(need: Need, from: number, to: number) {
    const records = new Map<number, BlockRecords>()
    const found: PageBlock[] = []
    let [bytes, scanned] = [0, 0]
    const isFull = () => bytes > MAX_BYTES || scanned > MAX_SCANNED || found.length >= MAX_BLOCKS_FOUND
    const gathered = new Gathered(records)
    if (need.logs.length === 0 && need.calls.length === 0) return { found, end: to, gathered }
    for await (const { block, entries } of this.readBlocks(from, to)) {
      const own = new BlockRecords()
      scanned += takeSome(own, entries, need.calls.length > 0 ? SEARCHED : LOGS)
      const selected = selectFrom(need, own)
      if (selected.logs.length > 0 || selected.items.length > 0) {
        takeSome(own, entries, need.calls.length > 0 ? NOT_SEARCHED : NOT_LOGS)
        found.push({ block, selected })
        records.set(block, own)
        for (const { value } of entries) bytes += value.length
      }
      if (isFull()) return { found, end: block, gathered }
    }
    return { found, end: to, gathered }
  }

  /** Each block of which something is kept, with all of it. */
  private async *readBlocks(from: number, to: number): AsyncGenerator<{ block: number; entries: Entry[] }, void> {
    const range = { ...blockRange(from, to), highWaterMarkBytes: READ_BYTES_AT_ONCE }
    const iterator = this.keeper.database.iterator(range)
    let [block, entries]: [number, Entry[]] = [-1, []]
    try {
      for (;;) {
        const read = await iterator.nextv(READ_AT_ONCE)
        for (const [key, value] of read) {
          const own = blockOfKey(key)
          if (own !== block && entries.length > 0) {
            yield { block, entries }
            entries = []
          }
          block = own
          entries.push({ key, value })
        }
        if (read.length === 0) break
      }
      if (entries.length > 0) yield { block, entries }
    } finally {
      await iterator.close()
    }
  }
}

interface Entry {
  key: string
  value: Buffer
}

type Choice = (kind: string | undefined) => boolean
const LOGS: Choice = (kind) => kind === 'l'
const NOT_LOGS: Choice = (kind) => kind !== 'l'
const SEARCHED: Choice = (kind) => kind === 'l' || kind === 't'
const NOT_SEARCHED: Choice = (kind) => kind !== 'l' && kind !== 't'

/** @returns how many items were taken up. */
function takeSome(records: BlockRecords, entries: readonly Entry[], isWanted: Choice): number {
  let count = 0
  for (const { key, value } of entries) if (isWanted(itemKindOf(key))) count += records.take(key, value)
  return count
}

function selectFrom(need: Need, { items }: BlockRecords): Selected<KeptLog> {
  const logs = [...items.l.values()].map(readKeptLog)
  const transactions = [...items.t].map(([index, record]) => ({ index, ...readCallOf(record) }))
  return selectBlock(need.matcher, need.select, logs, transactions)
}

function fillGaps(found: readonly PageBlock[], from: number, to: number): PageBlock[] {
  const byBlock = new Map(found.map((one) => [one.block, one]))
  return Array.from(
    { length: to - from + 1 },
    (_, n) => byBlock.get(from + n) ?? { block: from + n, selected: NOTHING },
  )
}
