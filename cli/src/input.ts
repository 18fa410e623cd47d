import { readFileSync, statSync } from 'node:fs'
import { FILE_KINDS, type FileKind } from './fileKind.js'
import { UsageError } from './usage.js'

/** The largest thing that is read: a bundle. */
const MAX_BYTES = 512 * 1024 * 1024

/** Bytes of a file. @throws UsageError where there is none, or where it is larger than anything that is read. */
export function readInput(path: string, option = 'file'): Uint8Array {
  try {
    const { size } = statSync(path)
    if (size > MAX_BYTES) throw new UsageError(`${option}: ${path} has ${size} bytes, at most ${MAX_BYTES} are read.`)
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${option}: ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** Text of a file. @throws UsageError as `readInput`, and where the bytes are not UTF-8. */
export function readText(path: string, option: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readInput(path, option))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${option}: ${path} is not UTF-8.`, { cause })
  }
}

/** What kind of file the bytes are that is read as a whole. @throws UsageError where nothing tells. */
export function detectKind(bytes: Uint8Array): Exclude<FileKind, 'collection'> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'bundle'
  // A quote, or dstack's binary form with its version 0 in front, as bytes or as hex.
  if (bytes.length > 600 && (isQuote(bytes) || bytes[0] === 0 || HEX.test(startOf(bytes)))) return 'report'
  const end = bytes.indexOf(0x0a)
  const first = toObject(bytes.subarray(0, end < 0 ? bytes.length : end))
  if (typeof first?.spec === 'string' && first.spec.startsWith('touchstone-trail/')) return 'trail'
  const whole = first ?? toObject(bytes)
  if (whole !== undefined) {
    if (['quote', 'intel_quote', 'attestation', 'all_attestations'].some((field) => field in whole)) return 'report'
    if ('text' in whole && 'signature' in whole) return 'chat'
  }
  throw new UsageError(`The file is none of ${FILE_KINDS.join(', ')} by its looks. Say which with --kind.`)
}

const HEX = /^(?:0x)?[0-9a-f]{64}/

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 100)).toString('latin1')
}

/** Whether bytes start as a bare quote does: version 3 to 5, key type 2. */
export function isQuote([version, high, keyType]: Uint8Array): boolean {
  return version !== undefined && version >= 3 && version <= 5 && high === 0 && keyType === 2
}

function toObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
