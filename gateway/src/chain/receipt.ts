import { BadAnswer } from '../rpc/rpcError.js'
import { readAddress, readArray, readHash, readNumber, readObject, readQuantity } from './hex.js'
import { type RpcLog, readLog } from './log.js'
import { encodeRecord, type Layout, type Record } from './record.js'

const readDecimal = (value: unknown) => (typeof value === 'string' && /^[0-9.]{1,40}$/.test(value) ? value : undefined)

/** Fields of a transaction that stand in its receipt. */
export const RECEIPT_FIELDS = [
  ['status', readNumber],
  ['gasUsed', readQuantity],
  ['cumulativeGasUsed', readQuantity],
  ['effectiveGasPrice', readQuantity],
  ['contractAddress', readAddress],
  ['l1Fee', readQuantity],
  ['l1FeeScalar', readDecimal],
  ['l1GasPrice', readQuantity],
  ['l1GasUsed', readQuantity],
  ['l1BlobBaseFee', readQuantity],
  ['l1BlobBaseFeeScalar', readNumber],
  ['l1BaseFeeScalar', readNumber],
] as const satisfies Layout<string>

/** A receipt as an RPC gives it, with all logs of its transaction. */
export interface RpcReceipt {
  record: Record
  hash: string
  index: number
  blockHash: string
  logs: RpcLog[]
}

export function readReceipt(answer: unknown): RpcReceipt {
  // Some RPCs lag a few blocks behind with receipts.
  if (answer === null) throw new BadAnswer('lagging', 'there is no such receipt')
  const receipt = readObject(answer, 'the receipt')
  return {
    record: encodeRecord(RECEIPT_FIELDS, 'receipt', (name) => receipt[name]),
    hash: readHash(receipt.transactionHash, 'receipt.transactionHash'),
    index: readNumber(receipt.transactionIndex, 'receipt.transactionIndex'),
    blockHash: readHash(receipt.blockHash, 'receipt.blockHash'),
    logs: readArray(receipt.logs, 'receipt.logs').map(readLog),
  }
}
