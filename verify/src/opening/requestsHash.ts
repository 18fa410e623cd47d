import { createKeccak256 } from '#primitives'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import type { HashedFields } from '../trail/record.js'

/**
 * The commitment to the requests of one settlement: keccak256 of five strings of every request, in the order of their
 * creation, one after the other without separators, lengths or tag (broker, `hashUserRequests`).
 */
export function requestsHash(requests: Iterable<HashedFields>): Hex {
  const hash = startRequestsHash()
  for (const request of requests) hash.add(request)
  return hash.finish()
}

/** The same for requests that come one by one and are not kept. */
export function startRequestsHash() {
  const running = createKeccak256()
  const utf8 = new TextEncoder()
  return {
    add: (request: HashedFields): void => running.update(utf8.encode(preimageOf(request))),
    finish: (): Hex => toHex(running.digest()),
  }
}

/** The hashed bytes as text. */
export function requestsPreimage(requests: readonly HashedFields[]): string {
  return requests.map(preimageOf).join('')
}

function preimageOf({ requestHash, userAddress, fee, inputFee, outputFee }: HashedFields): string {
  return requestHash + userAddress + fee + inputFee + outputFee
}
