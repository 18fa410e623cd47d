/** Entries of the verdict log, touchstone-log/1: canonical JSON, signed by the auditor's key in force at that place. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { sha256 } from '#primitives'
import { fromBase64, toBase64 } from '../base64.js'
import { base64, matching, type Rule, shape, text, when } from '../rules.js'
import type { SignBytes } from './signedNote.js'

export const LOG_SPEC = 'touchstone-log/1'

/** What an entry says, before it is signed. */
export type LogStatement =
  | {
      /** From here on, entries and checkpoints are signed by this key. The first entry of a log is one, signed by itself. */
      kind: 'key'
      /** Base64 of the raw Ed25519 key. */
      publicKey: string
    }
  | {
      kind: 'verdict'
      /** The settlement's id and the verdict's number. */
      settlement: string
      verdict: string
      /** The verdict that this one supersedes. */
      supersedes: string | null
      /** SHA-256 of the verdict's canonical JSON, hex; its Ed25519 signature, base64; SHA-256 of the key, hex. */
      bodySha256: string
      bodySignature: string
      bodyKeyId: string
    }

/** An entry: `keyId` is the SHA-256 of the raw public key that signed it, hex; `signature` is base64. */
export type LogEntry = LogStatement & { spec: typeof LOG_SPEC; keyId: string; signature: string }

/** Bytes that are no entry, or an entry that may not stand where it stands. */
export class LogEntryError extends Error {
  override name = 'LogEntryError'
}

const digest = matching(/^[0-9a-f]{64}$/, '64 lower-case hex digits')
const signature = base64(64)
const number = matching(/^[1-9][0-9]{0,18}$/, 'a number')
const common = { spec: when((value) => value === LOG_SPEC, `"${LOG_SPEC}"`), keyId: digest, signature }
const RULES: Record<LogStatement['kind'], Rule> = {
  key: shape({ ...common, publicKey: base64(32) }),
  verdict: shape({
    ...common,
    settlement: text(200),
    verdict: number,
    supersedes: (value, path) => (value === null ? undefined : number(value, path)),
    bodySha256: digest,
    bodySignature: signature,
    bodyKeyId: digest,
  }),
}

/** SHA-256 of a raw public key, hex. */
export function logKeyId(publicKey: Uint8Array): string {
  return bytesToHex(sha256(publicKey))
}

/** The bytes of an entry, signed by the key of that id. */
export function buildLogEntry(statement: LogStatement, keyId: string, sign: SignBytes): Uint8Array {
  const unsigned = { ...statement, spec: LOG_SPEC, keyId } as const
  return utf8ToBytes(canonical({ ...unsigned, signature: toBase64(sign(signedBytes(unsigned))) }))
}

/** What an entry's bytes say; who signed it is not looked at. @throws LogEntryError for bytes that are no entry. */
export function readLogEntry(bytes: Uint8Array): LogEntry {
  const entry = parse(bytes)
  const kind = typeof entry === 'object' && entry !== null && 'kind' in entry ? entry.kind : undefined
  const rule = kind === 'key' || kind === 'verdict' ? RULES[kind] : undefined
  if (rule === undefined) throw new LogEntryError('The entry is of no known kind.')
  const wrong = rule(entry, 'entry')
  if (wrong !== undefined) throw new LogEntryError(`The entry is malformed: ${wrong}.`)
  return entry as LogEntry
}

/** The bytes that an entry's key signs: no verdict and no checkpoint begins like them. */
export function signedBytes(entry: LogStatement & { signature?: string }): Uint8Array {
  const { signature: _, ...unsigned } = entry
  return utf8ToBytes(`${LOG_SPEC}\n${canonical(unsigned)}`)
}

/** The raw public key that an entry of kind `key` introduces. */
export function keyOfEntry(entry: Extract<LogEntry, { kind: 'key' }>): Uint8Array {
  return fromBase64(entry.publicKey)
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    // One statement has one spelling, so that nothing can hide beside what is read.
    if (canonical(value) === text) return value
  } catch {
    // Neither UTF-8 nor JSON.
  }
  throw new LogEntryError('The entry is not canonical JSON.')
}

function canonical(value: unknown): string {
  return canonicalize(value) ?? 'null'
}
