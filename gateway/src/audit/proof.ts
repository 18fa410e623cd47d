import {
  buildReceiptsTrie,
  encodeHeader,
  encodeReceipt,
  type Hex,
  RlpError,
  RpcShapeError,
  readHeader,
} from '@touchstone/verify'

/** A block as one RPC told it: the header, and all receipts in order. Nothing of it is believed. */
export interface ToldBlock {
  header: unknown
  receipts: readonly unknown[]
}

/**
 * What the told block proves. `proven`: the receipts are those under the hash. `unbound`: the receipts recompute to the
 * receiptsRoot that was told, the header's form is not known, so that its hash is not recomputed. `unknown`: a form that
 * this build cannot encode, which says nothing about the block. `wrong`: the parts contradict each other.
 */
export type Proof = { kind: 'proven' | 'unbound' } | { kind: 'unknown' | 'wrong'; why: string }

/** Recomputes the header's hash and the trie of the receipts (Yellow Paper 4.4). */
export function proveReceipts(told: ToldBlock, blockHash: string): Proof {
  const header = attempt(() => readHeader(encodeHeader(told.header)))
  const root = attempt(() => toHex(buildReceiptsTrie(told.receipts.map(encodeReceipt)).root))
  if ('why' in root) return { kind: 'unknown', why: root.why }
  if ('why' in header || header.value.hash !== (blockHash as Hex)) {
    const claimed = (told.header as { receiptsRoot?: unknown } | null)?.receiptsRoot
    if (claimed === root.value) return { kind: 'unbound' }
    return { kind: 'wrong', why: `its receipts recompute to ${root.value}, its receiptsRoot is said to be ${claimed}` }
  }
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
