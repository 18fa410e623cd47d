import { fromBase64, toBase64 } from '../../base64.js'
import { DerError } from './der.js'

const BEGIN = '-----BEGIN CERTIFICATE-----\n'
const END = '\n-----END CERTIFICATE-----'
const MAX_CERTIFICATES = 4

/**
 * The certificates of a PEM chain, as DER. Only the canonical form passes: lines of 64 characters, one line feed between
 * certificates, at most one behind the last (a quote adds a NUL). Whatever else could hide bytes that nobody judges.
 *
 * @throws DerError
 */
export function readPemChain(text: string, field: string): Uint8Array[] {
  const body = text.replace(/\n?\0?$/, '')
  const parts = body.split(`${END}\n`)
  if (parts.length > MAX_CERTIFICATES) throw new DerError(`${field}: more than ${MAX_CERTIFICATES} certificates`)
  const certificates = parts.map((part, n) => readOne(n === parts.length - 1 ? part.replace(END, '') : part, field))
  const canonical = certificates.map(toPem).join('\n')
  if (canonical !== body) throw new DerError(`${field}: expected nothing but certificates in canonical PEM`)
  return certificates
}

/** One certificate as PEM, without a line feed at the end. */
export function toPem(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? []
  return `${BEGIN}${lines.join('\n')}${END}`
}

function readOne(part: string, field: string): Uint8Array {
  if (!part.startsWith(BEGIN)) throw new DerError(`${field}: expected "-----BEGIN CERTIFICATE-----"`)
  const base64 = part.slice(BEGIN.length).replaceAll('\n', '')
  try {
    return fromBase64(base64)
  } catch {
    throw new DerError(`${field}: expected base64 between the lines of PEM`)
  }
}
