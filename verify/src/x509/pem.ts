import { fromBase64, isBase64, toBase64 } from '../base64.js'
import { DerError } from './der.js'

const BEGIN = '-----BEGIN CERTIFICATE-----\n'
const END = '\n-----END CERTIFICATE-----'
const LINE = 64
const MAX_CERTIFICATES = 4

/**
 * The certificates of a PEM chain, as DER. Only the canonical form passes: lines of 64 characters, one line feed between
 * certificates, at most one behind the last (a quote adds a NUL). Whatever else could hide bytes that nobody judges.
 *
 * @throws DerError
 */
export function readPemChain(text: string, field: string): Uint8Array[] {
  const body = text.replace(/\n?\0?$/, '')
  if (!body.endsWith(END)) throw new DerError(`${field}: expected "-----END CERTIFICATE-----" at its end`)
  const parts = body.slice(0, -END.length).split(`${END}\n`)
  if (parts.length > MAX_CERTIFICATES) throw new DerError(`${field}: more than ${MAX_CERTIFICATES} certificates`)
  return parts.map((part) => readOne(part, field))
}

/** One certificate as PEM, without a line feed at the end. */
export function toPem(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? []
  return `${BEGIN}${lines.join('\n')}${END}`
}

function readOne(part: string, field: string): Uint8Array {
  if (!part.startsWith(BEGIN)) throw new DerError(`${field}: expected "-----BEGIN CERTIFICATE-----"`)
  const lines = part.slice(BEGIN.length).split('\n')
  const last = lines.pop() ?? ''
  const isCanonical = lines.every(({ length }) => length === LINE) && last.length > 0 && last.length <= LINE
  const base64 = `${lines.join('')}${last}`
  if (!isCanonical || !isBase64(base64)) throw new DerError(`${field}: expected base64 in lines of ${LINE} characters`)
  return fromBase64(base64)
}
