import type { Hex } from '@touchstone/verify'
import { encodeHeader, encodeReceipt, encodeTransaction } from '@touchstone/verify/chain/encodeRpc'
import { readHeader } from '@touchstone/verify/chain/header'
import { RlpError } from '@touchstone/verify/chain/rlp'
import { RpcShapeError } from '@touchstone/verify/chain/rpcFields'
import { buildReceiptsTrie, buildTransactionsTrie, type ListTrie } from '@touchstone/verify/chain/trie'

/** A block as one RPC told it: the header, and all receipts in order. Nothing of it is believed. */
export interface ToldBlock {
  header: unknown
  /** All in order, where they were asked for. */
  transactions: readonly unknown[] | undefined
  receipts: readonly unknown[]
}

/**
 * What the told block proves. `proven`: receipts and transactions are those under the hash. `wrong`: they are not, under a
 * header that is. `unknown`: something is of a form that this build cannot encode, or the header is another's: it neither
 * approves nor accuses.
 */
export type Proof = { kind: 'proven' } | { kind: 'unknown' | 'wrong'; why: string }

/** Recomputes the header's hash and the tries of receipts and, where told, of transactions (Yellow Paper 4.4). */
export function proveBlock({ header: told, receipts, transactions }: ToldBlock, blockHash: string): Proof {
  const header = attempt(() => readHeader(encodeHeader(told)))
  if ('why' in header) return { kind: 'unknown', why: header.why }
  const { hash, receiptsRoot, transactionsRoot } = header.value
  if (hash !== (blockHash as Hex)) return { kind: 'unknown', why: `its header hashes to ${hash}, not to ${blockHash}` }
  const ofReceipts = proveRoot('receipts', receiptsRoot, () => buildReceiptsTrie(receipts.map(encodeReceipt)))
  if (ofReceipts.kind !== 'proven' || transactions === undefined) return ofReceipts
  return proveRoot('transactions', transactionsRoot, () => buildTransactionsTrie(transactions.map(encodeTransaction)))
}

function proveRoot(what: string, expected: Uint8Array, build: () => ListTrie): Proof {
  const root = attempt(() => toHex(build().root))
  if ('why' in root) return { kind: 'unknown', why: root.why }
  if (root.value === toHex(expected)) return { kind: 'proven' }
  return { kind: 'wrong', why: `its ${what} recompute to ${root.value}, its ${what}Root is ${toHex(expected)}` }
}

function attempt<T>(compute: () => T): { value: T } | { why: string } {
  try {
    return { value: compute() }
  } catch (error) {
    if (error instanceof RlpError || error instanceof RpcShapeError) return { why: error.message }
    throw error
  }
}

function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}
