import type { Header } from './header.js'
import type { Transaction } from './transaction.js'

export interface Block {
  header: Header
  transactions: Transaction[]
}

/** What one node of the network knows: a canonical chain from block 0 to a head, and blocks of forks by their hash. */
export interface ChainView {
  chainId: number
  /** Height of the newest block. */
  head: number
  /** Height of the newest final block. */
  finalized: number
  /** The canonical header at that height; undefined beyond the head. */
  header(number: number): Header | undefined
  /** The canonical block at that height; undefined beyond the head. */
  block(number: number): Block | undefined
  /** A block by its hash, also of an abandoned fork. */
  blockByHash(hash: string): Block | undefined
  /** Where on the canonical chain a transaction stands. */
  findTransaction(hash: string): { block: Block; index: number } | undefined
  /** Heights in [from, to] of canonical blocks that have logs, ascending. */
  loggedHeights(from: number, to: number): Iterable<number>
  /** Transactions of the canonical block without need of its tries: cheaper than `block` on a generated chain. */
  transactions(number: number): Transaction[]
}
