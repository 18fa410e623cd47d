import {
  buildReceiptsTrie,
  buildTransactionsTrie,
  encodeHeader,
  encodeReceipt,
  encodeTransaction,
  type Hex,
  type ListTrie,
  type ReceiptEvidence,
  RpcShapeError,
  verifyHeader,
} from '@touchstone/verify'
import { z } from 'zod'
import { cleanText } from '../untrusted/text.js'
import { type Refusal, refuse } from './attempt.js'
import { call, type RpcSource } from './jsonRpc.js'

/** Blocks and their receipts; the largest real ones are under a tenth of it. */
const MAX_ANSWER_BYTES = 48 * 1024 * 1024
/** Receipts that are asked for one by one where a node cannot serve a block's at once. */
const MAX_SINGLE_RECEIPTS = 2_000
const SINGLE_AT_A_TIME = 8

/** A block whose header hashes to the wanted one and whose receipts recompute to its root. */
export interface ProvableBlock {
  /** Raw bytes of header and receipts, for the bound of a cache. */
  size: number
  /** Proof of that transaction's receipt; undefined where the block has no such transaction. */
  receiptOf(txHash: Hex): ReceiptEvidence | undefined
}

const blockShape = z
  .object({
    transactions: z.array(z.record(z.string(), z.unknown())),
    receiptsRoot: z.string(),
    transactionsRoot: z.string(),
  })
  .loose()
  .nullable()
const receiptsShape = z.array(z.unknown()).nullable()

/**
 * Asks one node for a block by its hash and for all of its receipts, and recomputes both. Whatever does not recompute
 * is a `mismatch` of that node. `shown` is how the node is named to readers.
 */
export async function askBlock(
  node: RpcSource,
  shown: string,
  blockHash: Hex,
): Promise<{ ok: true; block: ProvableBlock } | Refusal> {
  const answer = await call(node, {
    method: 'eth_getBlockByHash',
    params: [blockHash, true],
    result: blockShape,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (!answer.ok) return answer
  const block = answer.value
  if (block === null) return refuse('unknown-root', 'the node does not have the block')
  return recompute(async () => {
    const header = encodeHeader(block)
    const proven = verifyHeader(header, blockHash)
    if (proven.kind === 'refused') return refuse('mismatch', proven.why)
    const hashes = block.transactions.map(({ hash }) => String(hash).toLowerCase() as Hex)
    const transactions = readTransactions(block.transactions, block.transactionsRoot)
    if (transactions === 'mismatch') return refuse('mismatch', 'the transactions do not recompute to their root')
    const receipts = await askReceipts(node, blockHash, hashes)
    if (!receipts.ok) return receipts
    const raw = receipts.value.map(encodeReceipt)
    const trie = buildReceiptsTrie(raw)
    if (toHexText(trie.root) !== block.receiptsRoot.toLowerCase())
      return refuse('mismatch', 'the receipts do not recompute to their root')
    const size = raw.reduce((sum, { length }) => sum + length, header.length)
    return { ok: true, block: { size, receiptOf: prover(header, hashes, trie, transactions, shown) } }
  })
}

function prover(
  header: Uint8Array,
  hashes: readonly Hex[],
  receipts: ListTrie,
  transactions: ListTrie | undefined,
  source: string,
): ProvableBlock['receiptOf'] {
  return (txHash) => {
    const transactionIndex = hashes.indexOf(txHash.toLowerCase() as Hex)
    if (transactionIndex < 0) return undefined
    const receiptProof = receipts.proofOf(transactionIndex)
    const transactionProof = transactions?.proofOf(transactionIndex)
    return { header, transactionIndex, receiptProof, ...(transactionProof && { transactionProof }), source }
  }
}

/** Undefined where a transaction is of a type that cannot be encoded: then the calldata alone stays unproven. */
function readTransactions(listed: readonly unknown[], root: string): ListTrie | 'mismatch' | undefined {
  try {
    const trie = buildTransactionsTrie(listed.map(encodeTransaction))
    return toHexText(trie.root) === root.toLowerCase() ? trie : 'mismatch'
  } catch (error) {
    if (error instanceof RpcShapeError) return undefined
    throw error
  }
}

async function askReceipts(
  node: RpcSource,
  blockHash: Hex,
  hashes: readonly Hex[],
): Promise<{ ok: true; value: unknown[] } | Refusal> {
  const whole = await call(node, {
    method: 'eth_getBlockReceipts',
    params: [blockHash],
    result: receiptsShape,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (whole.ok && whole.value !== null) return { ok: true, value: whole.value }
  if (!whole.ok && whole.outcome !== 'bad-answer') return whole
  if (hashes.length > MAX_SINGLE_RECEIPTS) return refuse('bad-answer', 'eth_getBlockReceipts is not served')
  const receipts: unknown[] = []
  for (let at = 0; at < hashes.length; at += SINGLE_AT_A_TIME) {
    const group = await Promise.all(
      hashes.slice(at, at + SINGLE_AT_A_TIME).map((hash) =>
        call(node, {
          method: 'eth_getTransactionReceipt',
          params: [hash],
          result: z.unknown(),
          maxBytes: MAX_ANSWER_BYTES,
        }),
      ),
    )
    for (const receipt of group) {
      if (!receipt.ok) return receipt
      receipts.push(receipt.value)
    }
  }
  return { ok: true, value: receipts }
}

async function recompute<T>(work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RpcShapeError) return refuse('bad-answer', cleanText(error.message, 200))
    throw error
  }
}

function toHexText(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}
