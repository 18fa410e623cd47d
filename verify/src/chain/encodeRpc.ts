/** From what a node answers over JSON-RPC to the raw bytes that hashes are taken of. Nothing is trusted by this. */
import { MAX_TRANSACTION_TYPE } from './receipt.js'
import { encodeRlp, type RlpItem } from './rlp.js'
import { hasField, type RpcObject, toBytes, toItems, toRpcObject, toType, toUint, toWord } from './rpcFields.js'

type FieldKind =
  | 'uint'
  | 'bytes'
  | 'address'
  | 'word'
  | 'bloom'
  | 'nonce'
  | 'recipient'
  | 'words'
  | 'accesses'
  | 'grants'
type FieldTable = readonly (readonly [name: string, kind: FieldKind])[]

const HEADER: FieldTable = [
  ['parentHash', 'word'],
  ['sha3Uncles', 'word'],
  ['miner', 'address'],
  ['stateRoot', 'word'],
  ['transactionsRoot', 'word'],
  ['receiptsRoot', 'word'],
  ['logsBloom', 'bloom'],
  ['difficulty', 'uint'],
  ['number', 'uint'],
  ['gasLimit', 'uint'],
  ['gasUsed', 'uint'],
  ['timestamp', 'uint'],
  ['extraData', 'bytes'],
  ['mixHash', 'word'],
  ['nonce', 'nonce'],
]
/** Appended by London, Shanghai, Cancun and Prague, in this order and never with a gap. */
const HEADER_BY_FORK: FieldTable = [
  ['baseFeePerGas', 'uint'],
  ['withdrawalsRoot', 'word'],
  ['blobGasUsed', 'uint'],
  ['excessBlobGas', 'uint'],
  ['parentBeaconBlockRoot', 'word'],
  ['requestsHash', 'word'],
]

const SIGNATURE: FieldTable = [
  ['yParity', 'uint'],
  ['r', 'uint'],
  ['s', 'uint'],
]
const CALL: FieldTable = [
  ['gas', 'uint'],
  ['to', 'recipient'],
  ['value', 'uint'],
  ['input', 'bytes'],
]
const FEE_MARKET: FieldTable = [
  ['chainId', 'uint'],
  ['nonce', 'uint'],
  ['maxPriorityFeePerGas', 'uint'],
  ['maxFeePerGas', 'uint'],
  ...CALL,
  ['accessList', 'accesses'],
]
const TRANSACTIONS: readonly FieldTable[] = [
  [['nonce', 'uint'], ['gasPrice', 'uint'], ...CALL, ['v', 'uint'], ['r', 'uint'], ['s', 'uint']],
  [['chainId', 'uint'], ['nonce', 'uint'], ['gasPrice', 'uint'], ...CALL, ['accessList', 'accesses'], ...SIGNATURE],
  [...FEE_MARKET, ...SIGNATURE],
  [...FEE_MARKET, ['maxFeePerBlobGas', 'uint'], ['blobVersionedHashes', 'words'], ...SIGNATURE],
  [...FEE_MARKET, ['authorizationList', 'grants'], ...SIGNATURE],
]

/**
 * RLP of the header in an answer to eth_getBlockByHash.
 * @throws RpcShapeError naming the field that is missing or wrong.
 */
export function encodeHeader(block: unknown): Uint8Array {
  const object = toRpcObject(block, 'block')
  const present = HEADER_BY_FORK.filter(([name]) => hasField(object, name)).length
  return encodeRlp(toFields(object, [...HEADER, ...HEADER_BY_FORK.slice(0, present)]))
}

/**
 * Raw receipt of an answer to eth_getTransactionReceipt or an entry of eth_getBlockReceipts.
 * @throws RpcShapeError naming the field, or the type where it is not known.
 */
export function encodeReceipt(receipt: unknown): Uint8Array {
  const object = toRpcObject(receipt, 'receipt')
  const type = toType(object, MAX_TRANSACTION_TYPE)
  // Before Byzantium a receipt had the state root in place of its status.
  const status = hasField(object, 'status') ? toUint(object, 'status') : toBytes(object, 'root', 32)
  const logs = toItems(object, 'logs', encodeLog)
  return typed(type, [status, toUint(object, 'cumulativeGasUsed'), toBytes(object, 'logsBloom', 256), logs])
}

/**
 * Raw signed transaction of an answer to eth_getTransactionByHash or an entry of a full block.
 * @throws RpcShapeError naming the field, or the type where it is not known.
 */
export function encodeTransaction(transaction: unknown): Uint8Array {
  const object = toRpcObject(transaction, 'transaction')
  const type = toType(object, MAX_TRANSACTION_TYPE)
  return typed(type, toFields(object, TRANSACTIONS[type] ?? []))
}

function typed(type: number, fields: readonly RlpItem[]): Uint8Array {
  const payload = encodeRlp(fields)
  if (type === 0) return payload
  const envelope = new Uint8Array(1 + payload.length)
  envelope[0] = type
  envelope.set(payload, 1)
  return envelope
}

function encodeLog(value: unknown, path: string): RlpItem {
  const log = toRpcObject(value, path)
  return [toBytes(log, 'address', 20), toItems(log, 'topics', toWord), toBytes(log, 'data')]
}

function toFields(object: RpcObject, table: FieldTable): RlpItem[] {
  return table.map(([name, kind]) => toField(object, name, kind))
}

function toField(object: RpcObject, name: string, kind: FieldKind): RlpItem {
  switch (kind) {
    case 'uint':
      // Some nodes name the parity of a typed transaction only `v`, as before EIP-2718.
      return toUint(object, name === 'yParity' && !hasField(object, name) ? 'v' : name)
    case 'bytes':
      return toBytes(object, name)
    case 'address':
      return toBytes(object, name, 20)
    case 'word':
      return toBytes(object, name, 32)
    case 'bloom':
      return toBytes(object, name, 256)
    case 'nonce':
      return toBytes(object, name, 8)
    case 'recipient':
      return hasField(object, name) ? toBytes(object, name, 20) : new Uint8Array(0)
    case 'words':
      return toItems(object, name, toWord)
    case 'accesses':
      return toItems(object, name, encodeAccess)
    case 'grants':
      return toItems(object, name, encodeGrant)
  }
}

function encodeAccess(value: unknown, path: string): RlpItem {
  const entry = toRpcObject(value, path)
  return [toBytes(entry, 'address', 20), toItems(entry, 'storageKeys', toWord)]
}

/** An authorization of EIP-7702. */
function encodeGrant(value: unknown, path: string): RlpItem {
  const entry = toRpcObject(value, path)
  const fields: FieldTable = [['chainId', 'uint'], ['address', 'address'], ['nonce', 'uint'], ...SIGNATURE]
  return toFields(entry, fields)
}
