/** X.509 certificates as Fulcio has them: keys on P-256 or P-384, and what the signer's identity token said. */
import { type Certificate, type Profile, parseCertificate } from '../../x509/certificate.js'
import type { Curve } from '../../x509/curve.js'
import { DerError, DerReader, readOid, TAG } from '../../x509/der.js'
import type { Extensions } from '../../x509/extensions.js'

export interface CodeCertificate extends Certificate {
  /** Whether code may be signed: null where the certificate does not limit its use. */
  forCode: boolean | null
  /** The one URI for which it was issued; null where it names something else, or several. */
  uri: string | null
  /** Fulcio's own extensions by the last number of their identifier. */
  claims: ReadonlyMap<number, string>
}

const OID = {
  extendedKeyUsage: '551d25',
  subjectAltName: '551d11',
  codeSigning: '2b06010505070303',
} as const
/** 1.3.6.1.4.1.57264.1, under which Fulcio writes what the signer's identity token said. */
export const FULCIO = '2b0601040183bf3001'
/** Curves of Sigstore's keys: those of its certificates and those of its logs. */
export const SIGSTORE_CURVES: readonly Curve[] = ['P-256', 'P-384']
const SIGSTORE: Profile = { curves: SIGSTORE_CURVES, judged: [OID.extendedKeyUsage, OID.subjectAltName] }
const URI_TAG = 0x86
const UTF8_TAG = 0x0c

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseCodeCertificate(der: Uint8Array, field: string): CodeCertificate {
  const certificate = parseCertificate(der, field, SIGSTORE)
  const value = (oid: string) => certificate.extensions.get(oid)?.value
  return {
    ...certificate,
    forCode: readForCode(value(OID.extendedKeyUsage), field),
    uri: readUri(value(OID.subjectAltName), field),
    claims: readClaims(certificate.extensions, field),
  }
}

function readClaims(extensions: Extensions, field: string): Map<number, string> {
  const own = [...extensions].filter(([oid]) => oid.startsWith(FULCIO) && oid.length === FULCIO.length + 2)
  return new Map(own.map(([oid, { value }]) => [Number.parseInt(oid.slice(-2), 16), readClaim(oid, value, field)]))
}

function readForCode(value: Uint8Array | undefined, field: string): boolean | null {
  if (value === undefined) return null
  const outer = new DerReader(value, field)
  const list = outer.enter(TAG.sequence, 'extendedKeyUsage')
  outer.end()
  let found = false
  while (list.next !== null) found = readOid(list, 'purpose') === OID.codeSigning || found
  return found
}

function readUri(value: Uint8Array | undefined, field: string): string | null {
  if (value === undefined) return null
  const outer = new DerReader(value, field)
  const names = outer.enter(TAG.sequence, 'subjectAltName')
  outer.end()
  const uri = names.readOptional(URI_TAG, 'uri')
  return uri === null || names.next !== null ? null : toText(uri.value, `${field}.uri`)
}

// The first seven are bare text; what came later is a UTF8String, as extensions should be.
function readClaim(oid: string, value: Uint8Array, field: string): string {
  if (Number.parseInt(oid.slice(-2), 16) < 8) return toText(value, `${field}.${oid}`)
  const reader = new DerReader(value, field)
  const text = reader.read(UTF8_TAG, 'claim')
  reader.end()
  return toText(text.value, `${field}.${oid}`)
}

function toText(bytes: Uint8Array, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new DerError(`${field}: expected UTF-8`)
  }
}
