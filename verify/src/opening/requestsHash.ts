import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import type { HashedFields } from '../trail/record.js'

/**
 * The commitment to the requests of one settlement: keccak256 of five strings of every request, in the order of their
 * creation, one after the other without separators, lengths or tag (broker, `hashUserRequests`).
 */
export function requestsHash(requests: readonly HashedFields[]): Hex {
  return toHex(keccak256(new TextEncoder().encode(requestsPreimage(requests))))
}

/** The hashed bytes as text. */
export function requestsPreimage(requests: readonly HashedFields[]): string {
  return requests
    .map((request) => request.requestHash + request.userAddress + request.fee + request.inputFee + request.outputFee)
    .join('')
}
