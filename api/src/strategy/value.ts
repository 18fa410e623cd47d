import { createHash } from 'node:crypto'
import type { StrategyCommitment } from './types'

type Value = Pick<StrategyCommitment, 'form' | 'value'>

const UNREADABLE: Value = { form: 'unreadable', value: null }

/** Bytes of metadata: 32 of them are a hash, text may write one, other text stands for itself. */
export function readBytes(hex: string, size: number): Value {
  const bytes = Buffer.from(hex.replace(/^0x/, ''), 'hex')
  if (bytes.length === 0 || bytes.length !== size) return UNREADABLE
  if (bytes.length === 32) return { form: 'hash', value: bytes.toString('hex') }
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? readText(text) : UNREADABLE
}

/** Text that writes a hash as 64 hex digits, or that stands for itself: then its SHA-256 is what a record would name. */
export function readText(text: string): Value {
  const hash = /^(?:sha-?256:)?(?:0x)?([0-9a-f]{64})$/i.exec(text.trim())?.[1]
  if (hash !== undefined) return { form: 'hash', value: hash.toLowerCase() }
  if (text === '') return UNREADABLE
  return { form: 'text', value: createHash('sha256').update(text).digest('hex') }
}

/** The JSON object inside a `data:` URI; undefined where it is none. */
export function readDataCard(uri: string): Record<string, unknown> | undefined {
  const [, head = '', body = ''] = /^data:([^,]*),(.*)$/is.exec(uri) ?? []
  try {
    const text = /;\s*base64\s*$/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : decodeURIComponent(body)
    const card: unknown = JSON.parse(text)
    return typeof card === 'object' && card !== null && !Array.isArray(card) ? { ...card } : undefined
  } catch {
    return undefined
  }
}
