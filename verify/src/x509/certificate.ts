/**
 * X.509 certificates of version 3 with keys and signatures on NIST curves (RFC 5280), in DER and nothing else. Whose
 * certificates are read decides which curves are taken and which critical extensions are judged.
 */
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Curve } from './curve.js'
import { DerError, DerReader, readBits, readTime, readUnsigned, TAG } from './der.js'
import { type Extensions, readExtensions, readUse, refuseCritical, type Use } from './extensions.js'
import { type PublicKey, readAlgorithm, readPublicKey } from './key.js'
import { OID } from './oid.js'

/** What certificates of one PKI may look like. */
export interface Profile {
  curves: readonly Curve[]
  /** Extensions that may be critical beside basic constraints and key usage, because the reader judges them. */
  judged: readonly string[]
}

export interface Certificate extends Use {
  der: Uint8Array
  /** The bytes that the issuer signed, the curve of its key, and the DER of its signature. */
  signed: Uint8Array
  signedOn: Curve
  signature: Uint8Array
  /** Hex without leading zeros of the encoding. */
  serial: string
  /** Names as DER; compared byte by byte. */
  issuer: Uint8Array
  subject: Uint8Array
  /** Milliseconds; both inclusive. */
  notBefore: number
  notAfter: number
  key: PublicKey
  extensions: Extensions
}

const VERSION_3 = '02'

/** @throws DerError where the bytes are not exactly one certificate of the profile. */
export function parseCertificate(der: Uint8Array, field: string, profile: Profile): Certificate {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'certificate')
  outer.end()
  const tbs = body.read(TAG.sequence, 'content')
  const signedOn = readAlgorithm(body, field, profile.curves)
  const signature = readBits(body.read(TAG.bitString, 'signature'), `${field}.signature`)
  body.end()
  const { named, ...content } = readContent(new DerReader(tbs.value, field), field, profile)
  if (named !== signedOn) throw new DerError(`${field}: names two signature algorithms`)
  return { der, signed: tbs.raw, signedOn, signature, ...content }
}

function readContent(tbs: DerReader, field: string, { curves, judged }: Profile) {
  const version = tbs.enter(0xa0, 'version')
  if (bytesToHex(version.read(TAG.integer, 'version').value) !== VERSION_3) {
    throw new DerError(`${field}: expected version 3`)
  }
  version.end()
  const serial = bytesToHex(readUnsigned(tbs.read(TAG.integer, 'serial'), `${field}.serial`))
  const named = readAlgorithm(tbs, field, curves)
  const issuer = tbs.read(TAG.sequence, 'issuer').raw
  const validity = tbs.enter(TAG.sequence, 'validity')
  const notBefore = readTime(validity, `${field}.notBefore`)
  const notAfter = readTime(validity, `${field}.notAfter`)
  validity.end()
  const subject = tbs.read(TAG.sequence, 'subject').raw
  const key = readPublicKey(tbs, field, curves)
  const wrapped = tbs.enter(0xa3, 'extensions')
  const extensions = readExtensions(wrapped, field)
  wrapped.end()
  tbs.end()
  refuseCritical(extensions, [OID.basicConstraints, OID.keyUsage, ...judged], field)
  return { named, serial, issuer, subject, notBefore, notAfter, key, extensions, ...readUse(extensions, field) }
}
