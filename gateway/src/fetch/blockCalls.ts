import { encodeHeader, hashOf } from '../chain/header.js'
import { readArray, readObject, toHex } from '../chain/hex.js'
import { type RpcReceipt, readReceipt } from '../chain/receipt.js'
import type { Record } from '../chain/record.js'
import { type RpcTransaction, readTransaction } from '../chain/transaction.js'
import type { Call } from '../rpc/call.js'
import { BadAnswer } from '../rpc/rpcError.js'

/** A header with what came along: how many transactions its block has, and these where they were asked for. */
export interface FetchedBlock {
  number: number
  header: Record
  hash: string
  transactionCount: number
  transactions: RpcTransaction[]
}

export function getBlock(number: number, isFull: boolean): Call<FetchedBlock> {
  return {
    method: 'eth_getBlockByNumber',
    params: [toHex(number), isFull],
    read: (answer) => {
      const header = encodeHeader(answer, number)
      const transactions = readArray(readObject(answer, 'the block').transactions ?? [], 'block.transactions')
      const hash = hashOf(header)
      return {
        number,
        header,
        hash,
        transactionCount: transactions.length,
        transactions: isFull ? transactions.map((entry) => readOwn(entry, hash)) : [],
      }
    },
  }
}

function readOwn(entry: unknown, blockHash: string): RpcTransaction {
  const transaction = readTransaction(entry)
  if (transaction.blockHash !== blockHash)
    throw new BadAnswer('malformed', 'a transaction names another block than its own')
  return transaction
}

export function getTransaction(hash: string): Call<RpcTransaction> {
  return {
    method: 'eth_getTransactionByHash',
    params: [hash],
    read: (answer) => {
      const transaction = readTransaction(answer)
      if (transaction.hash !== hash) throw new BadAnswer('malformed', 'got another transaction than was asked for')
      return transaction
    },
  }
}

export function getReceipt(hash: string): Call<RpcReceipt[]> {
  return {
    method: 'eth_getTransactionReceipt',
    params: [hash],
    read: (answer) => {
      const receipt = readReceipt(answer)
      if (receipt.hash !== hash) throw new BadAnswer('malformed', 'got another receipt than was asked for')
      return [receipt]
    },
  }
}

export function getBlockReceipts(block: number): Call<RpcReceipt[]> {
  return {
    method: 'eth_getBlockReceipts',
    params: [toHex(block)],
    read: (answer) => {
      if (answer === null) throw new BadAnswer('lagging', `there is no block ${block}`)
      return readArray(answer, 'the receipts').map(readReceipt)
    },
  }
}
