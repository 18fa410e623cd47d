/** Reading single fields of a report. Every function throws ReportError for what it does not expect. */
import { hexToBytes } from '@noble/hashes/utils.js'
import { fromBase64, isBase64 } from '../../base64.js'
import { isObject, type JsonObject, parseJson } from './boundedJson.js'
import { ReportError } from './reportError.js'

/** Text of at most so many characters. */
export function readText(value: unknown, field: string, most: number): string {
  if (typeof value !== 'string') throw new ReportError(field, 'text')
  if (value.length > most) throw new ReportError(field, `text of at most ${most} characters`)
  return value
}

/** Bytes of hex digits of either case, with or without 0x. */
export function readHex(value: unknown, field: string, mostBytes: number): Uint8Array {
  const text = readText(value, field, 2 * mostBytes + 2)
  const bytes = decodeHex(text)
  if (bytes === null) throw new ReportError(field, 'hex digits in pairs')
  return bounded(bytes, field, mostBytes)
}

/** Bytes of hex digits or of base64; hex where a text could be both. */
export function readBytes(value: unknown, field: string, mostBytes: number): Uint8Array {
  const text = readText(value, field, 2 * mostBytes + 2)
  const bytes = decodeHex(text) ?? (isBase64(text) ? fromBase64(text) : null)
  if (bytes === null) throw new ReportError(field, 'hex digits in pairs, or base64')
  return bounded(bytes, field, mostBytes)
}

/** UTF-8 as text, a byte order mark dropped. */
export function decodeUtf8(bytes: Uint8Array, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new ReportError(field, 'UTF-8')
  }
}

/** A whole number from 0 to `most`. */
export function readCount(value: unknown, field: string, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new ReportError(field, `a whole number from 0 to ${most}`)
  }
  return value
}

/** A list of at most so many entries. */
export function readList(value: unknown, field: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new ReportError(field, 'a list')
  if (value.length > most) throw new ReportError(field, `a list of at most ${most} entries`)
  return value
}

/** An object. */
export function readObject(value: unknown, field: string): JsonObject {
  if (!isObject(value)) throw new ReportError(field, 'an object')
  return value
}

/** A value that is served either as JSON within a text or as it is. */
export function readEmbedded(value: unknown, field: string, maxLength: number): unknown {
  return typeof value === 'string' ? parseJson(value, field, maxLength) : value
}

function bounded(bytes: Uint8Array, field: string, most: number): Uint8Array {
  if (bytes.length > most) throw new ReportError(field, `at most ${most} bytes`)
  return bytes
}

function decodeHex(text: string): Uint8Array | null {
  const digits = text.startsWith('0x') ? text.slice(2) : text
  try {
    return hexToBytes(digits)
  } catch {
    return null
  }
}
