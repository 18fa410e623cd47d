/** What a node said about a block, recomputed to the block hash. */
import { toHex } from '../hex.js'
import type { Hex, ReceiptEvidence } from '../subject.js'
import { covers, logsBloom } from './bloom.js'
import { type BlockHeader, readHeader } from './header.js'
import { type Receipt, readReceipt } from './receipt.js'
import { RlpError } from './rlp.js'
import { readTransaction, type Transaction } from './transaction.js'
import { indexKey, type Refused, verifyTrieProof } from './trieProof.js'

/** What a value read from bytes came to. */
export type Read<T> = { kind: 'read'; value: T } | Refused

/** A receipt that lies in the block, or why the bytes do not show that. */
export type ReceiptProof = { kind: 'proven'; receipt: Receipt; header: BlockHeader } | Refused

/** A header and a receipt's path, as a node served them; see `ReceiptEvidence`. */
export interface ReceiptClaim extends Pick<ReceiptEvidence, 'header' | 'transactionIndex' | 'receiptProof'> {
  blockHash: Hex
}

/** Proves that a receipt is the one at `transactionIndex` of the block with that hash. Wrong bytes are a value. */
export function verifyReceipt(claim: ReceiptClaim): ReceiptProof {
  const header = verifyHeader(claim.header, claim.blockHash)
  if (header.kind === 'refused') return header
  const receipt = proveReceipt(header.value, claim)
  if (receipt.kind === 'refused') return receipt
  return { kind: 'proven', receipt: receipt.value, header: header.value }
}

/** The header whose keccak256 is the block hash. */
export function verifyHeader(bytes: Uint8Array, blockHash: Hex): Read<BlockHeader> {
  const read = attempt(() => readHeader(bytes))
  if (read.kind === 'refused' || read.value.hash === blockHash.toLowerCase()) return read
  return {
    kind: 'refused',
    why: 'the header hashes to another block',
    expected: blockHash.toLowerCase(),
    found: read.value.hash,
  }
}

/** The receipt under the header's receiptsRoot, whose bloom stands for its logs and lies in the block's. */
export function proveReceipt(
  header: BlockHeader,
  { transactionIndex, receiptProof }: Pick<ReceiptEvidence, 'transactionIndex' | 'receiptProof'>,
): Read<Receipt> {
  const read = proveEntry(header.receiptsRoot, transactionIndex, receiptProof, readReceipt)
  if (read.kind === 'refused') return read
  const bloom = logsBloom(read.value.logs)
  if (toHex(bloom) !== toHex(read.value.logsBloom)) return refused('the bloom of the receipt is not that of its logs')
  if (!covers(header.logsBloom, bloom)) return refused('the bloom of the block lacks logs of the receipt')
  return read
}

/** The transaction under the header's transactionsRoot. */
export function proveTransaction(
  header: BlockHeader,
  transactionIndex: number,
  proof: readonly Uint8Array[],
): Read<Transaction> {
  return proveEntry(header.transactionsRoot, transactionIndex, proof, readTransaction)
}

function proveEntry<T>(
  root: Uint8Array,
  index: number,
  proof: readonly Uint8Array[],
  read: (bytes: Uint8Array) => T,
): Read<T> {
  if (!Number.isSafeInteger(index) || index < 0) return refused(`${index} is no position in a block`)
  const proven = verifyTrieProof(root, indexKey(index), proof)
  return proven.kind === 'refused' ? proven : attempt(() => read(proven.value))
}

function attempt<T>(read: () => T): Read<T> {
  try {
    return { kind: 'read', value: read() }
  } catch (error) {
    if (error instanceof RlpError) return refused(error.message)
    throw error
  }
}

function refused(why: string): Refused {
  return { kind: 'refused', why }
}
