import { parseArgs } from 'node:util'
import type { NoteVerifier } from '@touchstone/verify'
import { FILE_KINDS, type FileKind } from './fileKind.js'
import { UsageError } from './usage.js'
import { readVerifierKey } from './verifierKey.js'

export interface VerifyOptions {
  file: string
  kind: FileKind | undefined
  json: boolean
  trust: string | undefined
  require: string[]
  collateral: string | undefined
  imageBundles: string[]
  /** Milliseconds. */
  at: number | undefined
  signer: `0x${string}` | undefined
  request: string | undefined
  response: string | undefined
  requestsHash: `0x${string}` | undefined
  root: `0x${string}` | undefined
  headerHash: `0x${string}` | undefined
  rpc: string | undefined
  /** 32 bytes. */
  key: Uint8Array | undefined
  /** Keys of the log of all verdicts that are trusted. */
  logKeys: NoteVerifier[]
}

const QUESTIONS = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload']
const text = { type: 'string' } as const
const OPTIONS = {
  kind: text,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  trust: text,
  require: text,
  collateral: text,
  'image-bundle': { type: 'string', multiple: true },
  at: text,
  signer: text,
  request: text,
  response: text,
  'requests-hash': text,
  root: text,
  'header-hash': text,
  rpc: text,
  key: text,
  'log-key': { type: 'string', multiple: true },
} as const

/**
 * Reads the arguments behind the command's name; undefined where help was asked for.
 * @throws UsageError naming the option and what was expected.
 */
export function readOptions(args: readonly string[]): VerifyOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [file, surplus] = positionals
  if (file === undefined) throw new UsageError('Name the file to verify.')
  if (surplus !== undefined) throw new UsageError(`One file at a time: "${surplus}" is a second one.`)
  return {
    file,
    kind: readKind(values.kind),
    json: values.json ?? false,
    trust: values.trust,
    require: readQuestions(values.require),
    collateral: values.collateral,
    imageBundles: values['image-bundle'] ?? [],
    at: values.at === undefined ? undefined : readTime(values.at),
    signer: readHex('--signer', values.signer, 20),
    request: values.request,
    response: values.response,
    requestsHash: readHex('--requests-hash', values['requests-hash'], 32),
    root: readHex('--root', values.root, 32),
    headerHash: readHex('--header-hash', values['header-hash'], 32),
    rpc: readUrl(values.rpc),
    key: readKey(values.key),
    logKeys: (values['log-key'] ?? []).map((text) => readVerifierKey(text, '--log-key')),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

function readKind(value: string | undefined): FileKind | undefined {
  const kind = FILE_KINDS.find((known) => known === value)
  if (value !== undefined && kind === undefined)
    throw new UsageError(`--kind: expected ${FILE_KINDS.join(', ')}, got "${value}".`)
  return kind
}

function readQuestions(value: string | undefined): string[] {
  const asked = value === undefined ? [] : value.split(',').map((id) => id.trim())
  const strange = asked.find((id) => !QUESTIONS.includes(id))
  if (strange !== undefined)
    throw new UsageError(`--require: expected some of ${QUESTIONS.join(', ')}, got "${strange}".`)
  return asked
}

/** A time as milliseconds; seconds and years have fewer digits and are refused. Neither half a date nor "now" is one: a report judged at the wrong time is judged wrongly. */
export function readTime(value: string): number {
  const at = /^\d{12,16}$/.test(value) ? Number(value) : readIsoTime(value)
  if (!Number.isSafeInteger(at) || at < 0 || at > 8_640_000_000_000_000)
    throw new UsageError(
      `--at: expected milliseconds since 1970 or a date such as 2026-03-01T00:00:00Z, got "${value}".`,
    )
  return at
}

function readIsoTime(value: string): number {
  return /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/.test(value) ? Date.parse(value) : Number.NaN
}

function readHex(option: string, value: string | undefined, bytes: number): `0x${string}` | undefined {
  if (value === undefined) return undefined
  const digits = value.replace(/^0x/, '')
  if (!new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`).test(digits))
    throw new UsageError(`${option}: expected ${bytes} bytes of hex, got "${value}".`)
  return `0x${digits.toLowerCase()}`
}

function readKey(value: string | undefined): Uint8Array | undefined {
  const hex = readHex('--key', value, 32)
  return hex && Uint8Array.from(Buffer.from(hex.slice(2), 'hex'))
}

function readUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const protocol = URL.canParse(value) ? new URL(value).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new UsageError(`--rpc: expected an http or https address, got "${value}".`)
  return value
}
