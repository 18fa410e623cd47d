/** Reads the items of a decoded list as what their place demands. Every error names the field. */
import { RlpError, type RlpItem } from './rlp.js'

/** The items of a list with at least `least` and at most `most` of them. @throws RlpError */
export function readList(item: RlpItem | undefined, field: string, least = 0, most = Infinity): readonly RlpItem[] {
  if (item === undefined || item instanceof Uint8Array) throw new RlpError(`${field} is not a list`)
  if (item.length < least || item.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`
    throw new RlpError(`${field} has ${item.length} items instead of ${wanted}`)
  }
  return item
}

/** A byte string of any length. @throws RlpError */
export function readBytes(item: RlpItem | undefined, field: string): Uint8Array {
  if (!(item instanceof Uint8Array)) throw new RlpError(`${field} is not a byte string`)
  return item
}

/** A byte string of exactly `size` bytes. @throws RlpError */
export function readSized(item: RlpItem | undefined, size: number, field: string): Uint8Array {
  const bytes = readBytes(item, field)
  if (bytes.length !== size) throw new RlpError(`${field} has ${bytes.length} bytes instead of ${size}`)
  return bytes
}

/** A whole number of at most 256 bits without leading zeros. @throws RlpError */
export function readUint(item: RlpItem | undefined, field: string): bigint {
  const bytes = readBytes(item, field)
  if (bytes.length > 32) throw new RlpError(`${field} has ${bytes.length} bytes, a number has at most 32`)
  if (bytes[0] === 0) throw new RlpError(`${field} has a leading zero`)
  return bytes.reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n)
}

/** A whole number that a JavaScript number holds exactly. @throws RlpError */
export function readCount(item: RlpItem | undefined, field: string): number {
  const value = readUint(item, field)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RlpError(`${field} is beyond 2^53: ${value}`)
  return Number(value)
}
