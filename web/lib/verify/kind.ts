import { CannotCheckError, type FileKind } from './judged'

/** Largest file that is read: a bundle. */
export const MAX_BYTES = 512 * 1024 * 1024

/** What each kind looks like, for whoever dropped something else. */
export const EXPECTED =
  'an evidence bundle (a zip file), a trail (JSON Lines that begin with {"…"spec":"touchstone-trail/1"…}), an attestation report (JSON with quote, intel_quote or attestation, or the quote itself), or a chat signature (JSON with text, signature and signing_address)'

const HEX = /^(?:0x)?[0-9a-f]{64}/i
const REPORT_FIELDS = ['quote', 'intel_quote', 'attestation', 'all_attestations']

/**
 * Recognises a file by its content.
 * @throws CannotCheckError that names what was expected and what was found.
 */
export function recognise(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) throw new CannotCheckError(`There are no bytes. Expected ${EXPECTED}.`)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'bundle'
  if (bytes.length > 600 && (isQuote(bytes) || bytes[0] === 0 || HEX.test(textOf(bytes.subarray(0, 100)))))
    return 'report'
  const end = bytes.indexOf(0x0a)
  const first = findObject(bytes.subarray(0, end < 0 ? bytes.length : end))
  if (typeof first?.spec === 'string' && first.spec.startsWith('touchstone-trail/')) return 'trail'
  const whole = first ?? findObject(bytes)
  if (whole && REPORT_FIELDS.some((field) => Object.hasOwn(whole, field))) return 'report'
  if (whole && Object.hasOwn(whole, 'text') && Object.hasOwn(whole, 'signature')) return 'chat'
  throw new CannotCheckError(`${describeUnknown(bytes, whole)} Expected ${EXPECTED}.`)
}

/** Whether bytes start as a bare quote does: version 3 to 5, key type 2. */
export function isQuote([version, high, keyType]: Uint8Array): boolean {
  return version !== undefined && version >= 3 && version <= 5 && high === 0 && keyType === 2
}

function describeUnknown(bytes: Uint8Array, whole: Record<string, unknown> | undefined): string {
  if (whole) {
    const fields = Object.keys(whole).slice(0, 6).join(', ')
    return `This is a JSON object${fields === '' ? ' without fields' : ` with the fields ${fields.slice(0, 120)}`}.`
  }
  if (/^https?:\/\//i.test(textOf(bytes.subarray(0, 10))))
    return 'This is an address, not a file. Name that of a provider’s service under “From a provider”; what others answer, fetch with curl and paste.'
  return `These ${bytes.length} bytes begin with 0x${[...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}, which none of ours does.`
}

function findObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
