import type { TransactionDraft } from './draft.js'
import { EmptyHeaders } from './emptyHeaders.js'
import { HashIndex, keyOf } from './hashIndex.js'
import { type BodyRoots, EMPTY_BODY, type Header, rootsOf, sealHeader, ZERO_HASH } from './header.js'
import { toBytes, toHex } from './hex.js'
import { sealTransactions, type Transaction } from './transaction.js'
import type { Block, ChainView } from './view.js'

/** What a large chain holds, as a pure function of the height: nothing of it is kept. */
export interface Recipe {
  /** Height of the newest block. */
  head: number
  /** Heights of blocks with transactions, ascending. */
  heights: Uint32Array
  /** The transactions at such a height, equal at every call; beyond the head, how the chain would go on in every block. */
  drafts(height: number): TransactionDraft[]
}

interface GeneratedOptions {
  chainId: number
  finality: number
  genesisTime?: number
  blockTime?: number
}

/** More than an indexer has ranges of blocks under way: what matched in them is asked for next. */
const KEPT_BLOCKS = 512

/** What is kept of a block with transactions. */
interface Body {
  roots: BodyRoots
  /** 32 bytes for each transaction. */
  hashes: Uint8Array
}

/**
 * A chain of any length in little memory: kept are 32 bytes a block and a transaction, the roots of blocks that hold
 * something, and where each transaction is; transactions and receipts are generated anew when asked for. All headers are hashed once, at the
 * beginning.
 */
export class GeneratedChain implements ChainView {
  readonly chainId: number
  readonly head: number
  readonly finalized: number
  private readonly genesisTime: number
  private readonly blockTime: number
  private readonly hashes: Buffer
  private readonly bodies = new Map<number, Body>()
  private readonly blockIndex = new HashIndex()
  private readonly transactionIndex = new HashIndex()
  private readonly kept = new Map<number, Transaction[]>()

  constructor(
    private readonly recipe: Recipe,
    options: GeneratedOptions,
  ) {
    this.genesisTime = options.genesisTime ?? 1_760_000_000
    this.blockTime = options.blockTime ?? 1
    this.chainId = options.chainId
    this.head = recipe.head
    this.finalized = Math.max(recipe.head - options.finality, 0)
    this.hashes = Buffer.alloc(32 * (recipe.head + 1))
    this.sealAll()
  }

  header(number: number): Header | undefined {
    if (number < 0 || number > this.head) return undefined
    return { ...this.fieldsOf(number), hash: this.hashOf(number) }
  }

  block(number: number): Block | undefined {
    const header = this.header(number)
    return header && { header, transactions: this.transactions(number) }
  }

  blockByHash(hash: string): Block | undefined {
    const number = this.blockIndex.find(hash).find((height) => this.hashOf(height) === hash)
    return number === undefined ? undefined : this.block(number)
  }

  findTransaction(hash: string): { block: Block; index: number } | undefined {
    for (const number of this.transactionIndex.find(hash)) {
      const index = this.transactions(number).findIndex((tx) => tx.hash === hash)
      const block = index < 0 ? undefined : this.block(number)
      if (block) return { block, index }
    }
    return undefined
  }

  *loggedHeights(from: number, to: number): Iterable<number> {
    const { heights } = this.recipe
    for (let at = lowerBound(heights, from); at < heights.length; at++) {
      const height = heights[at] ?? 0
      if (height > to) return
      yield height
    }
  }

  transactions(number: number): Transaction[] {
    const body = this.bodies.get(number)
    if (!body) return []
    const known = this.kept.get(number)
    if (known) return known
    const made = sealTransactions(this.chainId, number, this.recipe.drafts(number), body.hashes)
    const oldest = this.kept.size >= KEPT_BLOCKS ? this.kept.keys().next().value : undefined
    if (oldest !== undefined) this.kept.delete(oldest)
    this.kept.set(number, made)
    return made
  }

  private sealAll(): void {
    const { heights } = this.recipe
    const { genesisTime, blockTime } = this
    const empty = new EmptyHeaders()
    let next = 0
    let parent: Uint8Array = new Uint8Array(32)
    for (let number = 0; number <= this.head; number++) {
      if (heights[next] === number) {
        next += 1
        this.sealBody(number)
        parent = toBytes(sealHeader(this.fieldsOf(number)).hash)
      } else parent = empty.hash(parent, number, genesisTime + number * blockTime)
      this.hashes.set(parent, 32 * number)
      this.blockIndex.add(this.hashes.readUInt32BE(32 * number), number)
    }
  }

  private sealBody(number: number): void {
    const transactions = sealTransactions(this.chainId, number, this.recipe.drafts(number))
    const hashes = Buffer.concat(transactions.map(({ hash }) => toBytes(hash)))
    this.bodies.set(number, { roots: rootsOf(transactions), hashes })
    for (const { hash } of transactions) this.transactionIndex.add(keyOf(hash), number)
  }

  private fieldsOf(number: number): Omit<Header, 'hash'> {
    const { genesisTime, blockTime } = this
    const { transactionsRoot, receiptsRoot, logsBloom, gasUsed } = this.bodies.get(number)?.roots ?? EMPTY_BODY
    return {
      transactionsRoot,
      receiptsRoot,
      logsBloom,
      gasUsed,
      number,
      parentHash: number === 0 ? ZERO_HASH : this.hashOf(number - 1),
      timestamp: genesisTime + number * blockTime,
      extraData: '0x',
    }
  }

  private hashOf(number: number): string {
    return toHex(this.hashes.subarray(32 * number, 32 * number + 32))
  }
}

/** Place of the first value that is not below `least`. */
function lowerBound(sorted: Uint32Array, least: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
