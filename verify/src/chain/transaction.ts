import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { readBytes, readList, readSized } from './fields.js'
import { splitType } from './receipt.js'
import { decodeRlp, RlpError } from './rlp.js'

/** What of a signed transaction is read; the hash covers all of it. */
export interface Transaction {
  type: number
  hash: Hex
  /** Null where it creates a contract. */
  to: Hex | null
  input: Uint8Array
}

/** Number of fields and place of `to` by type; `value` and the input follow it. */
const LAYOUTS: Readonly<Record<number, { fields: number; to: number }>> = {
  0: { fields: 9, to: 3 },
  1: { fields: 11, to: 4 },
  2: { fields: 12, to: 5 },
  3: { fields: 14, to: 5 },
  4: { fields: 13, to: 5 },
}

/** Reads a signed transaction as the trie of its block holds it. @throws RlpError naming the field or the unknown type. */
export function readTransaction(bytes: Uint8Array): Transaction {
  const { type, payload } = splitType(bytes, 'transaction')
  const layout = LAYOUTS[type]
  if (layout === undefined) throw new RlpError(`transaction has the unknown type ${type}`)
  const fields = readList(decodeRlp(payload), 'transaction', layout.fields, layout.fields)
  const to = readBytes(fields[layout.to], 'transaction.to')
  return {
    type,
    hash: toHex(keccak256(bytes)),
    to: to.length === 0 ? null : toHex(readSized(to, 20, 'transaction.to')),
    input: readBytes(fields[layout.to + 2], 'transaction.input'),
  }
}
