import { BadAnswer } from '../rpc/rpcError.js'

const HEX = /^0x[0-9a-f]*$/i
/** 1 at the character code of each lower-case hex digit. */
const IS_LOWER_DIGIT = new Uint8Array(128)
for (const digit of '0123456789abcdef') IS_LOWER_DIGIT[digit.charCodeAt(0)] = 1

/** Nearly all that RPCs answer is: one pass over it decides. A table takes half the time of a regular expression. */
function isLowerHex(text: string): boolean {
  if (!text.startsWith('0x')) return false
  for (let at = 2; at < text.length; at++) if (IS_LOWER_DIGIT[text.charCodeAt(at)] !== 1) return false
  return true
}

/** Bytes as 0x-prefixed lower-case hex. @throws BadAnswer naming `what`. */
export function readData(value: unknown, what: string, bytes?: number): string {
  if (typeof value === 'string' && (bytes === undefined ? value.length % 2 === 0 : value.length === 2 + 2 * bytes)) {
    if (isLowerHex(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw new BadAnswer('malformed', `${what} is not ${bytes === undefined ? 'hex' : `${bytes} bytes of hex`}`)
}

export function readHash(value: unknown, what: string): string {
  return readData(value, what, 32)
}

export function readAddress(value: unknown, what: string): string {
  return readData(value, what, 20)
}

/** A natural number of up to 256 bits, as the RPC's hex. */
export function readQuantity(value: unknown, what: string): string {
  if (typeof value === 'string' && value.length > 2 && value.length <= 66) {
    if (isLowerHex(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw new BadAnswer('malformed', `${what} is not a hex quantity`)
}

/** A natural number that a JavaScript number holds exactly. */
export function readNumber(value: unknown, what: string): number {
  const number = Number(readQuantity(value, what))
  if (!Number.isSafeInteger(number)) throw new BadAnswer('malformed', `${what} is too large`)
  return number
}

/** @throws BadAnswer where the value is no object. */
export function readObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadAnswer('malformed', `${what} is not an object`)
  return value as Record<string, unknown>
}

export function readArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new BadAnswer('malformed', `${what} is not a list`)
  return value
}

export function toHex(number: number): string {
  return `0x${number.toString(16)}`
}
