import type { Hex } from '@touchstone/verify'
import { encodeHeader, encodeReceipt } from '@touchstone/verify/chain/encodeRpc'
import { readHeader } from '@touchstone/verify/chain/header'
import { RlpError } from '@touchstone/verify/chain/rlp'
import { RpcShapeError } from '@touchstone/verify/chain/rpcFields'
import { buildReceiptsTrie } from '@touchstone/verify/chain/trie'

/** A block as one RPC told it: the header, and all receipts in order. Nothing of it is believed. */
export interface ToldBlock {
  header: unknown
  receipts: readonly unknown[]
}

/**
 * What the told block proves. `proven`: the receipts are those under the hash. `wrong`: they are not, under a header that
 * is. `unknown`: header or receipts are of a form that this build cannot encode, or the header is another's: it neither
 * approves nor accuses.
 */
export type Proof = { kind: 'proven' } | { kind: 'unknown' | 'wrong'; why: string }

/** Recomputes the header's hash and the trie of the receipts (Yellow Paper 4.4). */
export function proveReceipts(told: ToldBlock, blockHash: string): Proof {
  const header = attempt(() => readHeader(encodeHeader(told.header)))
  if ('why' in header) return { kind: 'unknown', why: header.why }
  if (header.value.hash !== (blockHash as Hex))
    return { kind: 'unknown', why: `its header hashes to ${header.value.hash}, not to ${blockHash}` }
  const root = attempt(() => toHex(buildReceiptsTrie(told.receipts.map(encodeReceipt)).root))
  if ('why' in root) return { kind: 'unknown', why: root.why }
  const expected = toHex(header.value.receiptsRoot)
  if (root.value === expected) return { kind: 'proven' }
  return { kind: 'wrong', why: `its receipts recompute to ${root.value}, its receiptsRoot is ${expected}` }
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
