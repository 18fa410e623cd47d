/**
 * Reads and writes trails. Every byte of a trail is attacker-controlled: reading never throws and holds one line.
 */
import canonicalize from 'canonicalize'
import { fromBase64 } from '../base64.js'
import type { FileBytes } from '../fileBytes.js'
import { endOfString } from '../jsonText.js'
import { cutLines, type Line } from './lines.js'
import { MAX_LINE_BYTES, MAX_TRAIL_BYTES, type TrailBody, type TrailHeader, type TrailRecord } from './record.js'
import * as shape from './shape.js'

/** What reading yields: the header, the records in file order, or at any line the end: why the whole file is refused. */
export type TrailLine =
  | { kind: 'header'; line: 1; header: TrailHeader }
  | { kind: 'record'; line: number; record: TrailRecord }
  | TrailRejection

/** One bad line refuses the file. Lines count from 1. */
export interface TrailRejection {
  kind: 'rejected'
  line: number
  reason: string
}

/** Nesting of arrays and objects in a line. */
const MAX_DEPTH = 32
// NUL cannot be kept by PostgreSQL, a lone surrogate by nobody who speaks UTF-8.
const UNKEEPABLE = /[\0\p{Surrogate}]/u

/**
 * Reads a trail line by line. A rejection is the last thing yielded and takes back all before it: whoever acts on
 * records reads to the end first.
 */
export function* readTrail(file: FileBytes): Generator<TrailLine, void> {
  if (file.length > MAX_TRAIL_BYTES)
    return yield rejected(1, `the file has ${file.length} bytes, at most ${MAX_TRAIL_BYTES} are read`)
  if (file.length === 0) return yield rejected(1, 'the file is empty')
  let line = 0
  for (const found of cutLines(file, MAX_LINE_BYTES)) {
    line += 1
    const parsed = parseFound(found, line)
    yield parsed
    if (parsed.kind === 'rejected') return
  }
}

function parseFound(found: Line, line: number): TrailLine {
  if (found.kind === 'unended') return rejected(line, 'the line does not end with a line feed')
  return found.kind === 'too-long' ? tooLong(line, found.length) : parseLine(found.bytes, line)
}

/** Reads to the end and keeps nothing but the header and the number of records. */
export function checkTrail(file: FileBytes): { kind: 'parsed'; header: TrailHeader; records: number } | TrailRejection {
  let header: TrailHeader | undefined
  let records = 0
  for (const line of readTrail(file)) {
    if (line.kind === 'rejected') return line
    if (line.kind === 'header') header = line.header
    else records += 1
  }
  if (header === undefined) return rejected(1, 'the file has no header')
  return { kind: 'parsed', header, records }
}

/**
 * Records of a file that `readTrail` has read to its end without a rejection; nothing is looked for a second time. Bytes that
 * are others than then are a bug of whoever gives them.
 */
export function* rereadRecords(file: FileBytes): Generator<{ line: number; record: TrailRecord }, void> {
  let line = 0
  for (const found of cutLines(file, MAX_LINE_BYTES)) {
    line += 1
    if (line === 1 || found.kind !== 'line') continue
    yield { line, record: JSON.parse(utf8.decode(found.bytes)) as TrailRecord }
  }
}

/**
 * A trail's bytes: each line its canonical JSON and a line feed.
 * @throws TypeError when a line would be refused by a reader, with the field and what it must be.
 */
export function buildTrail(header: TrailHeader, records: readonly TrailRecord[]): Uint8Array {
  return new TextEncoder().encode([header, ...records].map((value, at) => buildTrailLine(value, at + 1)).join(''))
}

/** One line with its line feed; line 1 is the header. @throws TypeError as `buildTrail`. */
export function buildTrailLine(value: TrailHeader | TrailRecord, line: number): string {
  const text = canonicalize(value) ?? ''
  const parsed = parseLine(new TextEncoder().encode(text), line)
  if (parsed.kind === 'rejected') throw new TypeError(`Line ${line} of the trail: ${parsed.reason}`)
  return `${text}\n`
}

/** The bytes of a request or response, decoded when asked; undefined where the publisher keeps them. */
export function findBodyBytes(body: TrailBody): Uint8Array | undefined {
  return body.bytes === undefined ? undefined : fromBase64(body.bytes)
}

function parseLine(bytes: Uint8Array, line: number): TrailLine {
  if (bytes.length > MAX_LINE_BYTES) return tooLong(line, bytes.length)
  const text = findText(bytes)
  if (text === undefined) return rejected(line, 'the line is not UTF-8')
  if (isDeeperThan(text, MAX_DEPTH)) return rejected(line, `the line nests deeper than ${MAX_DEPTH}`)
  const value = findCanonicalValue(text)
  if (value === undefined) return rejected(line, 'the line differs from its canonical JSON (RFC 8785)')
  // Read as UTF-8, neither can stand in the text but as an escape.
  if (text.includes('\\u') && hasUnkeepableText(value))
    return rejected(line, 'the line contains a NUL or a lone surrogate')
  const wrong = line === 1 ? shape.header(value, 'header') : shape.record(value, 'record')
  if (wrong !== undefined) return rejected(line, wrong)
  return line === 1
    ? { kind: 'header', line, header: value as TrailHeader }
    : { kind: 'record', line, record: value as TrailRecord }
}

function tooLong(line: number, length: number): TrailRejection {
  return rejected(line, `the line has ${length} bytes, at most ${MAX_LINE_BYTES} are read`)
}

function rejected(line: number, reason: string): TrailRejection {
  return { kind: 'rejected', line, reason }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function findText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

// Duplicate keys, unsorted keys, spaces, numbers beyond double precision and needless escapes all differ here.
function findCanonicalValue(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    return isCanonical(value, text) ? value : undefined
  } catch {
    return undefined
  }
}

// Where the keys are in order, the language's own writer gives the canonical text. It moves keys that look like numbers
// to the front, so that what differs is written once more in the order of the standard.
function isCanonical(value: object, text: string): boolean {
  if (JSON.stringify(value) === text && hasSortedKeys(value)) return true
  return canonicalize(value) === text
}

function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(hasSortedKeys)
  let before: string | undefined
  for (const key of Object.keys(value)) {
    if ((before !== undefined && before >= key) || !hasSortedKeys((value as Record<string, unknown>)[key])) return false
    before = key
  }
  return true
}

// Counted before parsing, so that no recursive reader meets a line of a million brackets.
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === 0x22) at = endOfString(text, at)
    else if (char === 0x5b || char === 0x7b) depth += 1
    else if (char === 0x5d || char === 0x7d) depth -= 1
    if (depth > most) return true
  }
  return false
}

function hasUnkeepableText(value: unknown): boolean {
  if (typeof value === 'string') return UNKEEPABLE.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => UNKEEPABLE.test(key) || hasUnkeepableText(inner))
}
