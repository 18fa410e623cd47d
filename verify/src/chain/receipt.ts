import { readBytes, readCount, readList, readSized } from './fields.js'
import { decodeRlp, RlpError, type RlpItem } from './rlp.js'

/** One log of a receipt. */
export interface Log {
  /** 20 bytes. */
  address: Uint8Array
  /** Up to four, 32 bytes each. */
  topics: readonly Uint8Array[]
  data: Uint8Array
}

/** A transaction's receipt as the trie of its block holds it. */
export interface Receipt {
  /** Type of the transaction, 0 to 4. */
  type: number
  /** Null before Byzantium, where a state root stood in its place. */
  succeeded: boolean | null
  cumulativeGasUsed: number
  /** 256 bytes, as the receipt says. */
  logsBloom: Uint8Array
  logs: readonly Log[]
}

/** Transaction types that exist: legacy, EIP-2930, 1559, 4844 and 7702. */
export const MAX_TRANSACTION_TYPE = 4

/**
 * Reads a receipt: RLP(status, cumulative gas, bloom, logs), behind a type byte for every type but legacy (EIP-2718).
 * @throws RlpError naming the field, or the type where it is not known.
 */
export function readReceipt(bytes: Uint8Array): Receipt {
  const { type, payload } = splitType(bytes, 'receipt')
  const [status, gas, bloom, logs] = readList(decodeRlp(payload), 'receipt', 4, 4)
  return {
    type,
    succeeded: readStatus(status),
    cumulativeGasUsed: readCount(gas, 'receipt.cumulativeGasUsed'),
    logsBloom: readSized(bloom, 256, 'receipt.logsBloom'),
    logs: readList(logs, 'receipt.logs').map(readLog),
  }
}

/** The type and what follows it; a legacy envelope begins with a list. @throws RlpError for a type that is not known. */
export function splitType(bytes: Uint8Array, what: string): { type: number; payload: Uint8Array } {
  const first = bytes[0]
  if (first === undefined) throw new RlpError(`${what} is empty`)
  if (first >= 0xc0) return { type: 0, payload: bytes }
  if (first === 0 || first > MAX_TRANSACTION_TYPE)
    throw new RlpError(`${what} has the unknown type 0x${first.toString(16).padStart(2, '0')}`)
  return { type: first, payload: bytes.subarray(1) }
}

function readStatus(item: RlpItem | undefined): boolean | null {
  const bytes = readBytes(item, 'receipt.status')
  if (bytes.length === 32) return null
  if (bytes.length === 0) return false
  if (bytes.length === 1 && bytes[0] === 1) return true
  throw new RlpError('receipt.status is neither 0, 1 nor a state root')
}

function readLog(item: RlpItem, at: number): Log {
  const field = `receipt.logs.${at}`
  const [address, topics, data] = readList(item, field, 3, 3)
  return {
    address: readSized(address, 20, `${field}.address`),
    topics: readList(topics, `${field}.topics`, 0, 4).map((topic) => readSized(topic, 32, `${field}.topics`)),
    data: readBytes(data, `${field}.data`),
  }
}
