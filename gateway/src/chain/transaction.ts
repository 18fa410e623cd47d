import { BadAnswer } from '../rpc/rpcError.js'
import { readAddress, readArray, readData, readHash, readNumber, readObject, readQuantity } from './hex.js'
import { encodeRecord, type Layout, type Record, readMember } from './record.js'

/** Fields of a transaction that stand in the transaction itself. `sighash` is the head of its input. */
export const TRANSACTION_FIELDS = [
  ['transactionIndex', readNumber],
  ['hash', readHash],
  ['from', readAddress],
  ['to', readAddress],
  ['input', readData],
  // The whole was read as `input`.
  ['sighash', (value, what) => readData(typeof value === 'string' ? value.slice(0, 10) : value, what)],
  ['value', readQuantity],
  ['nonce', readNumber],
  ['gas', readQuantity],
  ['gasPrice', readQuantity],
  ['maxFeePerGas', readQuantity],
  ['maxPriorityFeePerGas', readQuantity],
  ['v', readQuantity],
  ['r', readQuantity],
  ['s', readQuantity],
  ['yParity', readNumber],
  ['chainId', readNumber],
  ['authorizationList', readAuthorizations],
  ['type', readNumber],
] as const satisfies Layout<string>

const LINE = { hash: 1, from: 2, to: 3, sighash: 5 }
// `type` is the last.

/** A transaction as an RPC gives it, with the block that it says to be in. */
export interface RpcTransaction {
  record: Record
  hash: string
  index: number
  blockHash: string
}

/** Reads an answer of `eth_getTransactionByHash` or an element of a full block. */
export function readTransaction(answer: unknown): RpcTransaction {
  if (answer === null) throw new BadAnswer('lagging', 'there is no such transaction')
  const tx = readObject(answer, 'the transaction')
  if (tx.blockHash === null) throw new BadAnswer('lagging', 'the transaction is not in a block')
  const input = tx.input ?? tx.data
  const record = encodeRecord(TRANSACTION_FIELDS, 'transaction', (name) =>
    name === 'input' || name === 'sighash' ? input : tx[name],
  )
  return {
    record,
    hash: readHash(tx.hash, 'transaction.hash'),
    index: readNumber(tx.transactionIndex, 'transaction.transactionIndex'),
    blockHash: readHash(tx.blockHash, 'transaction.blockHash'),
  }
}

/** What a request for transactions filters by. */
export function readCallOf(record: Record) {
  const type = readMember(record.slice(record.lastIndexOf('\n') + 1), 0) as number | undefined
  const texts: (string | undefined)[] = []
  for (let line = 0, start = 0; line <= LINE.sighash; line++) {
    const end = record.indexOf('\n', start)
    texts.push(textOf(record.slice(start, end)))
    start = end + 1
  }
  return {
    hash: texts[LINE.hash] ?? '',
    from: texts[LINE.from],
    to: texts[LINE.to],
    sighash: texts[LINE.sighash] ?? '0x',
    type,
  }
}

/** Value of a member that is hex text. */
function textOf(member: string): string | undefined {
  return member === '' ? undefined : member.slice(member.indexOf(':"') + 2, -1)
}

/** EIP-7702 authorisations; some RPCs call `yParity` `v`. */
function readAuthorizations(value: unknown, what: string) {
  return readArray(value, what).map((entry) => {
    const item = readObject(entry, what)
    return {
      chainId: readNumber(item.chainId, `${what}.chainId`),
      nonce: readNumber(item.nonce, `${what}.nonce`),
      address: readAddress(item.address, `${what}.address`),
      yParity: readNumber(item.yParity ?? item.v, `${what}.yParity`),
      r: readQuantity(item.r, `${what}.r`),
      s: readQuantity(item.s, `${what}.s`),
    }
  })
}
