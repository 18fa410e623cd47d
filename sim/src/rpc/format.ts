import { bloomOf } from '../chain/bloom.js'
import { BASE_FEE, BLOCK_GAS_LIMIT, EMPTY_OMMERS, type Header, MINER, STATE_ROOT, ZERO_HASH } from '../chain/header.js'
import { toHex, toQuantity } from '../chain/hex.js'
import { FEE_PER_GAS, GAS_LIMIT, PRIORITY_FEE, signatureOf, type Transaction } from '../chain/transaction.js'
import type { Block } from '../chain/view.js'

/** Ethereum's JSON-RPC shapes of blocks, transactions, receipts and logs. */

export interface RpcLog {
  address: string
  topics: string[]
  data: string
  blockNumber: string
  blockHash: string
  blockTimestamp: string
  transactionHash: string
  transactionIndex: string
  logIndex: string
  removed: false
}

export function formatHeader(header: Header) {
  return {
    number: toQuantity(header.number),
    hash: header.hash,
    parentHash: header.parentHash,
    sha3Uncles: EMPTY_OMMERS,
    miner: MINER,
    stateRoot: STATE_ROOT,
    transactionsRoot: header.transactionsRoot,
    receiptsRoot: header.receiptsRoot,
    logsBloom: toHex(header.logsBloom),
    difficulty: '0x0',
    gasLimit: toQuantity(BLOCK_GAS_LIMIT),
    gasUsed: toQuantity(header.gasUsed),
    timestamp: toQuantity(header.timestamp),
    extraData: header.extraData,
    mixHash: ZERO_HASH,
    nonce: '0x0000000000000000',
    baseFeePerGas: toQuantity(BASE_FEE),
  }
}

export function formatBlock(chainId: number, block: Block, isFull: boolean) {
  const { header, transactions } = block
  return {
    ...formatHeader(header),
    totalDifficulty: '0x0',
    size: toQuantity(600 + transactions.length * 300),
    uncles: [],
    transactions: transactions.map((tx, index) => (isFull ? formatTransaction(chainId, header, tx, index) : tx.hash)),
  }
}

export function formatTransaction(chainId: number, header: Header, tx: Transaction, index: number) {
  const { from, to, input, value } = tx.draft.call
  const { r, s } = signatureOf(from)
  return {
    blockHash: header.hash,
    blockNumber: toQuantity(header.number),
    transactionIndex: toQuantity(index),
    hash: tx.hash,
    type: '0x2',
    chainId: toQuantity(chainId),
    nonce: toQuantity(tx.nonce),
    from,
    to,
    value: toQuantity(value ?? 0n),
    input,
    gas: toQuantity(GAS_LIMIT),
    gasPrice: toQuantity(FEE_PER_GAS),
    maxFeePerGas: toQuantity(FEE_PER_GAS),
    maxPriorityFeePerGas: toQuantity(PRIORITY_FEE),
    accessList: [],
    yParity: '0x0',
    v: '0x0',
    r,
    s: toQuantity(BigInt(s)),
  }
}

export function formatReceipt(header: Header, tx: Transaction, index: number) {
  const { from, to } = tx.draft.call
  return {
    transactionHash: tx.hash,
    transactionIndex: toQuantity(index),
    blockHash: header.hash,
    blockNumber: toQuantity(header.number),
    from,
    to,
    contractAddress: null,
    type: '0x2',
    status: toQuantity(tx.status),
    gasUsed: toQuantity(tx.gasUsed),
    cumulativeGasUsed: toQuantity(tx.cumulativeGasUsed),
    effectiveGasPrice: toQuantity(FEE_PER_GAS),
    logsBloom: toHex(bloomOf(tx.logs)),
    logs: formatLogs(header, tx, index),
  }
}

export function formatLogs(header: Pick<Header, 'hash' | 'number' | 'timestamp'>, tx: Transaction, index: number) {
  const blockNumber = toQuantity(header.number)
  const blockTimestamp = toQuantity(header.timestamp)
  const transactionIndex = toQuantity(index)
  return tx.logs.map(
    ({ address, topics, data }, at): RpcLog => ({
      address,
      topics,
      data,
      blockNumber,
      blockHash: header.hash,
      blockTimestamp,
      transactionHash: tx.hash,
      transactionIndex,
      logIndex: toQuantity(tx.firstLogIndex + at),
      removed: false,
    }),
  )
}
