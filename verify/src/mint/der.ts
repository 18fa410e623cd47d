/** Writes DER: the few kinds of value that certificates and revocation lists are made of. */
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { toText } from '../time.js'
import { TAG } from '../x509/der.js'
import { concat } from './bytes.js'

const SET = 0x31
const UTF8 = 0x0c

/** Any value by its tag. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts)
  return concat(Uint8Array.of(tag), lengthOf(content.length), content)
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(TAG.sequence, ...parts)
}

/** A number that is not negative, big-endian. */
export function integer(value: Uint8Array | number): Uint8Array {
  return tagged(TAG.integer, unsigned(typeof value === 'number' ? fromNumber(value) : value))
}

export function oid(hex: string): Uint8Array {
  return tagged(TAG.oid, hexToBytes(hex))
}

export function octets(value: Uint8Array): Uint8Array {
  return tagged(TAG.octetString, value)
}

/** A bit string; `unused` bits at its end do not count. */
export function bits(value: Uint8Array, unused = 0): Uint8Array {
  return tagged(TAG.bitString, Uint8Array.of(unused), value)
}

export function isTrue(): Uint8Array {
  return tagged(TAG.boolean, Uint8Array.of(0xff))
}

/** Milliseconds as UTCTime until 2049, as GeneralizedTime from 2050. */
export function time(value: number): Uint8Array {
  const digits = toText(value).replace(/[-:T]/g, '')
  const isLate = digits >= '2050'
  return tagged(isLate ? TAG.generalizedTime : TAG.utcTime, utf8ToBytes(isLate ? digits : digits.slice(2)))
}

/** A name of one common name and one organization. */
export function name(commonName: string): Uint8Array {
  const part = (type: string, value: string) => tagged(SET, sequence(oid(type), tagged(UTF8, utf8ToBytes(value))))
  return sequence(part('550403', commonName), part('55040a', 'Touchstone test PKI'))
}

function unsigned(value: Uint8Array): Uint8Array {
  const start = value.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? Uint8Array.of(0) : value.subarray(start)
  return (digits[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), digits) : digits
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const digits = fromNumber(length)
  return concat(Uint8Array.of(0x80 | digits.length), digits)
}

function fromNumber(value: number): Uint8Array {
  const digits: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return Uint8Array.from(digits.length === 0 ? [0] : digits)
}
