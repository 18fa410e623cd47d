/** The 52 bytes that name a trail in the `tags` of a Flow submission: ASCII `touchstone/1`, payer, provider. */
import { fromHex, fromHexSized, toHex } from '../hex.js'
import type { Hex } from '../subject.js'

const PREFIX = new TextEncoder().encode('touchstone/1')
const ADDRESS = 20
const LENGTH = PREFIX.length + 2 * ADDRESS

export interface TrailTags {
  payer: Hex
  provider: Hex
}

/** Tags for an anchor: exactly 52 bytes. @throws RangeError when an address has not 20 bytes. */
export function buildTags(tags: TrailTags): Hex {
  const bytes = new Uint8Array(LENGTH)
  bytes.set(PREFIX, 0)
  bytes.set(fromHexSized(tags.payer, ADDRESS, 'payer'), PREFIX.length)
  bytes.set(fromHexSized(tags.provider, ADDRESS, 'provider'), PREFIX.length + ADDRESS)
  return toHex(bytes)
}

/** Reads bytes 0–51; bytes after them are somebody's own and ignored. Undefined for tags of anything else. */
export function parseTags(tags: Hex | Uint8Array): TrailTags | undefined {
  const bytes = typeof tags === 'string' ? findBytes(tags) : tags
  if (bytes === undefined || bytes.length < LENGTH) return undefined
  if (!PREFIX.every((byte, at) => bytes[at] === byte)) return undefined
  return {
    payer: toHex(bytes.subarray(PREFIX.length, PREFIX.length + ADDRESS)),
    provider: toHex(bytes.subarray(PREFIX.length + ADDRESS, LENGTH)),
  }
}

// `tags` is attacker-controlled: anyone can submit anything to the Flow contract.
function findBytes(tags: Hex): Uint8Array | undefined {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(tags)) return undefined
  return fromHex(tags)
}
