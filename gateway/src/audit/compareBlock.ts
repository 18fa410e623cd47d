import { encodeTransaction } from '@touchstone/verify/chain/encodeRpc'
import { encodeHeader, HEADER_FIELDS } from '../chain/header.js'
import { readArray, readObject } from '../chain/hex.js'
import { projectRecord, type Record } from '../chain/record.js'
import { readTransaction, TRANSACTION_FIELDS } from '../chain/transaction.js'
import type { Items } from '../disk/items.js'
import { readSigned } from './signed.js'

/** Fields that stand beside the header in an answer: its hash says nothing of them. */
const BESIDE_HEADER: ReadonlySet<string> = new Set(['size', 'totalDifficulty', 'l1BlockNumber'])
/**
 * Fields of a transaction on which nodes differ without one being wrong: the price that was paid or that was bid, and the
 * names of the parity. `sighash` is the head of the input.
 */
const TOLD_IN_WAYS: ReadonlySet<string> = new Set(['gasPrice', 'v', 'yParity', 'sighash'])

/**
 * Compares a kept header with the one that hashes to the block's hash.
 * @param told answer that was recomputed.
 * @returns why they differ; undefined where they do not.
 */
export function findHeaderDifference(kept: Record, told: unknown, block: number): string | undefined {
  const found = findDifference(HEADER_FIELDS, BESIDE_HEADER, kept, encodeHeader(told, block))
  return found && `its ${found.name} is kept as ${found.kept} and hashes as ${found.told}`
}

/**
 * Compares the kept transactions of a block with those that recompute to its `transactionsRoot`.
 * @param told all transactions of the block, in order.
 * @returns why they differ; undefined where they do not.
 */
export function findTransactionDifference(kept: Items, told: readonly unknown[]): string | undefined {
  for (const [index, record] of kept) {
    if (index >= told.length) return `it has no transaction ${index}`
    const found = findDifference(TRANSACTION_FIELDS, TOLD_IN_WAYS, record, encodeProven(told[index]))
    if (found) return `the ${found.name} of transaction ${index} is kept as ${found.kept} and is ${found.told}`
  }
  return undefined
}

/** A transaction with hash and sender as its own bytes say: the trie of its block holds neither. */
function encodeProven(told: unknown): Record {
  const { hash, sender } = readSigned(encodeTransaction(told))
  // Without a sender this is a test chain's, which hashes such a transaction in a way of its own.
  const proven = sender === undefined ? {} : { hash, from: sender }
  return readTransaction({ ...readObject(told, 'the transaction'), ...proven }).record
}

/** The transactions of a block that was asked for whole. */
export function listTransactions(header: unknown): unknown[] {
  return readArray(readObject(header, 'the block').transactions, 'block.transactions')
}

/** The first field that both have and that is not the same. What one node leaves out is nobody's lie. */
function findDifference(
  layout: readonly (readonly [name: string, read: unknown])[],
  unlike: ReadonlySet<string>,
  kept: Record,
  told: Record,
): { name: string; kept: string; told: string } | undefined {
  if (kept === told) return undefined
  for (const [line, [name]] of layout.entries()) {
    if (unlike.has(name)) continue
    const [one, other] = [projectRecord(kept, [line]), projectRecord(told, [line])]
    if (one === other || one === '' || other === '') continue
    return { name, kept: shownValue(one), told: shownValue(other) }
  }
  return undefined
}

/** Of a member what follows its name, as far as a sentence has room for it. */
function shownValue(member: string): string {
  const value = member.slice(member.indexOf(':') + 1)
  return value.length > 80 ? `${value.slice(0, 80)}…` : value
}
