import type { BlockData } from '@subsquid/evm-processor'
import { ArchivedBlock } from './archivedBlock'
import type { ChainBlock, ChainTransaction } from './decode/chain'
import type { ProcessorFields } from './processor'

/**
 * The SDK's block as the decoder wants it: matched logs under their transactions, both in chain order, and transactions
 * that were asked for by what they call, which may have no log.
 */
export function toChainBlock(block: BlockData<ProcessorFields> | ArchivedBlock): ChainBlock {
  if (block instanceof ArchivedBlock) return block.toChainBlock()
  const { height, hash, timestamp } = block.header
  const transactions = new Map<number, ChainTransaction>()
  for (const tx of block.transactions) transactions.set(tx.transactionIndex, toTransaction(tx))
  for (const log of block.logs) {
    const tx = transactions.get(log.transactionIndex) ?? toTransaction(log.getTransaction())
    transactions.set(log.transactionIndex, tx)
    tx.logs.push({ address: log.address, topics: log.topics, data: log.data, logIndex: log.logIndex })
  }
  const ordered = [...transactions].sort(([a], [b]) => a - b).map(([, tx]) => tx)
  for (const tx of ordered) tx.logs.sort((a, b) => a.logIndex - b.logIndex)
  return { height, hash, timestamp, transactions: ordered }
}

function toTransaction(tx: {
  hash: string
  from: string
  to?: string
  input: string
  value: bigint
}): ChainTransaction {
  const { hash, from, to = null, input, value } = tx
  return { hash, from, to, input, value, logs: [], frames: null }
}
