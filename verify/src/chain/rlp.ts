/** Recursive Length Prefix, the encoding of headers, receipts, transactions and trie nodes. Only the canonical form is read. */

/** A byte string or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** Bytes are not canonical RLP, or an item is not what its place demands. */
export class RlpError extends Error {
  override name = 'RlpError'
}

export interface RlpLimits {
  /** Lists within lists. */
  depth: number
  /** Byte strings and lists, the outermost included. */
  items: number
}

/** Far beyond any real header, receipt, transaction or node, and small enough to read at once. */
export const RLP_LIMITS: RlpLimits = { depth: 16, items: 250_000 }

interface Reader {
  bytes: Uint8Array
  limits: RlpLimits
  items: number
}

interface Span {
  isList: boolean
  /** Of the payload; `end` is exclusive. */
  start: number
  end: number
}

/**
 * Reads exactly one item. Nothing is copied and nothing is allocated by a length that the bytes do not cover.
 * @throws RlpError for truncated, trailing, non-canonical, too deep or too many items.
 */
export function decodeRlp(bytes: Uint8Array, limits: RlpLimits = RLP_LIMITS): RlpItem {
  const reader = { bytes, limits, items: 0 }
  const span = readSpan(reader, 0, bytes.length)
  if (span.end !== bytes.length) throw new RlpError(`${bytes.length - span.end} bytes follow the item`)
  return readItem(reader, span, 0)
}

/** The canonical encoding of an item. */
export function encodeRlp(item: RlpItem): Uint8Array {
  const out = new Uint8Array(encodedSize(item))
  writeItem(out, 0, item)
  return out
}

/** A whole number as RLP carries it: big-endian without leading zeros, zero as no bytes. @throws RangeError below zero. */
export function uintBytes(value: bigint | number): Uint8Array {
  if (value < 0) throw new RangeError(`RLP has no negative numbers: ${value}`)
  if (BigInt(value) === 0n) return new Uint8Array(0)
  const digits = BigInt(value).toString(16)
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`
  return Uint8Array.from({ length: padded.length / 2 }, (_, at) =>
    Number.parseInt(padded.slice(2 * at, 2 * at + 2), 16),
  )
}

function readItem(reader: Reader, span: Span, depth: number): RlpItem {
  reader.items += 1
  if (reader.items > reader.limits.items) throw new RlpError(`more than ${reader.limits.items} items`)
  if (!span.isList) return reader.bytes.subarray(span.start, span.end)
  if (depth >= reader.limits.depth) throw new RlpError(`lists lie more than ${reader.limits.depth} deep`)
  const list: RlpItem[] = []
  for (let at = span.start; at < span.end; ) {
    const inner = readSpan(reader, at, span.end)
    list.push(readItem(reader, inner, depth + 1))
    at = inner.end
  }
  return list
}

/** The item that begins at `at` and must end by `limit`. */
function readSpan({ bytes }: Reader, at: number, limit: number): Span {
  const prefix = bytes[at]
  if (prefix === undefined) throw new RlpError(`an item is missing at byte ${at}`)
  if (prefix < 0x80) return { isList: false, start: at, end: at + 1 }
  const isList = prefix >= 0xc0
  const short = prefix - (isList ? 0xc0 : 0x80)
  const lengthBytes = short > 55 ? short - 55 : 0
  const start = at + 1 + lengthBytes
  const length = lengthBytes === 0 ? short : readLength(bytes, at + 1, Math.min(start, limit), lengthBytes)
  if (start + length > limit) throw new RlpError(`the item at byte ${at} is cut off: ${length} bytes expected`)
  if (!isList && length === 1 && (bytes[start] ?? 0) < 0x80)
    throw new RlpError(`the byte at ${start} must be encoded as itself`)
  return { isList, start, end: start + length }
}

function readLength(bytes: Uint8Array, from: number, to: number, size: number): number {
  if (to - from < size) throw new RlpError(`the length at byte ${from} is cut off`)
  if (bytes[from] === 0) throw new RlpError(`the length at byte ${from} has a leading zero`)
  // Lengths of more than six bytes exceed any array; they are refused before they lose precision.
  if (size > 6) throw new RlpError(`the length at byte ${from} has ${size} bytes`)
  const length = bytes.subarray(from, to).reduce((sum, byte) => sum * 256 + byte, 0)
  if (length <= 55) throw new RlpError(`the length ${length} at byte ${from} must be in the prefix`)
  return length
}

function payloadSize(item: RlpItem): number {
  if (item instanceof Uint8Array) return item.length
  return item.reduce((sum, inner) => sum + encodedSize(inner), 0)
}

function encodedSize(item: RlpItem): number {
  const size = payloadSize(item)
  if (item instanceof Uint8Array && size === 1 && (item[0] ?? 0) < 0x80) return 1
  return 1 + (size > 55 ? uintBytes(size).length : 0) + size
}

function writeItem(out: Uint8Array, at: number, item: RlpItem): number {
  const size = payloadSize(item)
  const isBytes = item instanceof Uint8Array
  let next = at
  if (!(isBytes && size === 1 && (item[0] ?? 0) < 0x80)) next = writePrefix(out, at, isBytes ? 0x80 : 0xc0, size)
  if (isBytes) {
    out.set(item, next)
    return next + size
  }
  for (const inner of item) next = writeItem(out, next, inner)
  return next
}

function writePrefix(out: Uint8Array, at: number, base: number, size: number): number {
  if (size <= 55) {
    out[at] = base + size
    return at + 1
  }
  const length = uintBytes(size)
  out[at] = base + 55 + length.length
  out.set(length, at + 1)
  return at + 1 + length.length
}
