import { findHashedFields } from '../content/published.js'
import type { Hex } from '../subject.js'
import { readTrail } from '../trail/parse.js'
import { startRequestsHash } from './requestsHash.js'

/**
 * Commitments of the bills in a trail, by their nonces, in the order of the file; a bill with a record that lacks one of the
 * hashed fields has none. The file is read once and nothing of a record is kept.
 */
export function hashBills(bytes: Uint8Array): Map<string, Hex> {
  const bills = new Map<string, ReturnType<typeof startRequestsHash> | null>()
  for (const line of readTrail(bytes)) {
    if (line.kind !== 'record') continue
    const { settlement } = line.record
    const fields = findHashedFields(line.record)
    const bill = bills.get(settlement) ?? (bills.has(settlement) ? null : startRequestsHash())
    if (fields !== undefined) bill?.add(fields)
    bills.set(settlement, fields === undefined ? null : bill)
  }
  return new Map([...bills].flatMap(([nonce, bill]) => (bill ? [[nonce, bill.finish()] as const] : [])))
}
