import {
  buildReceiptsTrie,
  buildTransactionsTrie,
  encodeHeader,
  encodeReceipt,
  encodeTransaction,
  type Hex,
  type ReceiptEvidence,
} from '@touchstone/verify'
import type { Running } from './running.js'

/** What the devnet's chain serves about the block of a transaction, as raw bytes. */
export async function receiptEvidence({ chain }: Running, blockHash: Hex, txHash: Hex): Promise<ReceiptEvidence> {
  const block = await chain.send('eth_getBlockByHash', [blockHash, true])
  const receipts: unknown[] = await chain.send('eth_getBlockReceipts', [blockHash])
  const listed = block.transactions as { hash: string }[]
  const transactionIndex = listed.findIndex(({ hash }) => hash === txHash)
  return {
    header: encodeHeader(block),
    transactionIndex,
    receiptProof: buildReceiptsTrie(receipts.map(encodeReceipt)).proofOf(transactionIndex),
    transactionProof: buildTransactionsTrie(listed.map(encodeTransaction)).proofOf(transactionIndex),
    source: 'anvil',
  }
}
