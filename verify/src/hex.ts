import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Hex } from './subject.js'

/** Bytes as 0x-prefixed lower-case hex. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`
}

/** Bytes of a 0x-prefixed hex string. @throws when a character is not hex or the number of digits is odd. */
export function fromHex(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2))
}

/** Bytes of a hex string that must have exactly `size` bytes; `field` names it in the error. */
export function fromHexSized(hex: Hex, size: number, field: string): Uint8Array {
  const bytes = fromHex(hex)
  if (bytes.length !== size) throw new RangeError(`${field} must have ${size} bytes, got ${bytes.length}: ${hex}`)
  return bytes
}
