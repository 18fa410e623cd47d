/** X.509 certificates as Fulcio has them: version 3, keys on P-256 or P-384, ECDSA with SHA-256 or SHA-384. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { isSignedP256, isSignedP384 } from '#primitives'
import { readSignature384 } from '../../enclave/gpu/ecdsa.js'
import { readExtensions } from '../../enclave/quote/certificate.js'
import {
  DerError,
  DerReader,
  readBits,
  readOid,
  readSmall,
  readTime,
  readUnsigned,
  TAG,
} from '../../enclave/quote/der.js'
import { readSignature } from '../../enclave/quote/ecdsa.js'

export type Curve = 'P-256' | 'P-384'

export interface PublicKey {
  curve: Curve
  /** Uncompressed point. */
  point: Uint8Array
}

export interface CodeCertificate {
  der: Uint8Array
  /** The bytes that the issuer signed, its curve by the algorithm named, and the DER of its signature. */
  signed: Uint8Array
  signedOn: Curve
  signature: Uint8Array
  /** Names as DER; compared byte by byte. */
  issuer: Uint8Array
  subject: Uint8Array
  /** Milliseconds; both inclusive. */
  notBefore: number
  notAfter: number
  key: PublicKey
  isAuthority: boolean
  /** Authorities that may stand below; null where any number may. */
  pathLength: number | null
  mayIssue: boolean
  maySign: boolean
  /** Whether code may be signed: null where the certificate does not limit its use. */
  forCode: boolean | null
  /** The one URI for which it was issued; null where it names something else, or several. */
  uri: string | null
  /** Fulcio's own extensions by the last number of their identifier. */
  claims: ReadonlyMap<number, string>
}

const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p256: '2a8648ce3d030107',
  p384: '2b81040022',
  sha256: '2a8648ce3d040302',
  sha384: '2a8648ce3d040303',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extendedKeyUsage: '551d25',
  subjectAltName: '551d11',
  codeSigning: '2b06010505070303',
} as const
/** 1.3.6.1.4.1.57264.1, under which Fulcio writes what the signer's identity token said. */
export const FULCIO = '2b0601040183bf3001'
const JUDGED: readonly string[] = [OID.basicConstraints, OID.keyUsage, OID.extendedKeyUsage, OID.subjectAltName]
const URI_TAG = 0x86
const UTF8_TAG = 0x0c
const CURVES: Readonly<Record<string, Curve>> = {
  [OID.p256]: 'P-256',
  [OID.p384]: 'P-384',
  [OID.sha256]: 'P-256',
  [OID.sha384]: 'P-384',
}

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseCodeCertificate(der: Uint8Array, field: string): CodeCertificate {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'certificate')
  outer.end()
  const tbs = body.read(TAG.sequence, 'content')
  const signedOn = readAlgorithm(body, field)
  const signature = readBits(body.read(TAG.bitString, 'signature'), `${field}.signature`)
  body.end()
  const content = readContent(new DerReader(tbs.value, field), field)
  if (content.named !== signedOn) throw new DerError(`${field}: names two signature algorithms`)
  return { der, signed: tbs.raw, signedOn, signature, ...content }
}

/** A SubjectPublicKeyInfo on either curve. @throws DerError for any other kind of key */
export function parsePublicKey(spki: Uint8Array, field: string): PublicKey {
  const outer = new DerReader(spki, field)
  const key = readPublicKey(outer, field)
  outer.end()
  return key
}

/** Whether the DER signature over the bytes is the key's, with the hash of its curve. @throws DerError */
export function isSignedBy(key: PublicKey, bytes: Uint8Array, signature: Uint8Array, field: string): boolean {
  if (key.curve === 'P-256') return isSignedP256(key.point, bytes, readSignature(signature, field))
  return isSignedP384(key.point, bytes, readSignature384(signature, field))
}

function readAlgorithm(reader: DerReader, field: string): Curve {
  const algorithm = reader.enter(TAG.sequence, 'algorithm')
  const oid = readOid(algorithm, 'algorithm')
  algorithm.end()
  if (oid === OID.sha256) return 'P-256'
  if (oid === OID.sha384) return 'P-384'
  throw new DerError(`${field}: expected a signature by ECDSA with SHA-256 or SHA-384`)
}

function readContent(tbs: DerReader, field: string) {
  const version = tbs.enter(0xa0, 'version')
  if (bytesToHex(version.read(TAG.integer, 'version').value) !== '02') {
    throw new DerError(`${field}: expected version 3`)
  }
  version.end()
  readUnsigned(tbs.read(TAG.integer, 'serial'), `${field}.serial`)
  const named = readAlgorithm(tbs, field)
  const issuer = tbs.read(TAG.sequence, 'issuer').raw
  const validity = tbs.enter(TAG.sequence, 'validity')
  const notBefore = readTime(validity, `${field}.notBefore`)
  const notAfter = readTime(validity, `${field}.notAfter`)
  validity.end()
  const subject = tbs.read(TAG.sequence, 'subject').raw
  const key = readPublicKey(tbs, field)
  const wrapped = tbs.enter(0xa3, 'extensions')
  const use = readUse(wrapped, field)
  wrapped.end()
  tbs.end()
  return { named, issuer, subject, notBefore, notAfter, key, ...use }
}

function readPublicKey(reader: DerReader, field: string): PublicKey {
  const info = reader.enter(TAG.sequence, 'key')
  const algorithm = info.enter(TAG.sequence, 'algorithm')
  const kind = readOid(algorithm, 'kind')
  const named = kind === OID.ecPublicKey ? readOid(algorithm, 'curve') : ''
  const point = readBits(info.read(TAG.bitString, 'point'), `${field}.key`)
  const curve = named === OID.p256 || named === OID.p384 ? CURVES[named] : undefined
  const size = curve === 'P-384' ? 97 : 65
  if (curve === undefined || point.length !== size || point[0] !== 4) {
    throw new DerError(`${field}: expected an uncompressed key on P-256 or P-384`)
  }
  algorithm.end()
  info.end()
  return { curve, point }
}

function readUse(reader: DerReader, field: string) {
  const extensions = readExtensions(reader, field)
  for (const [oid, { critical }] of extensions) {
    if (critical && !JUDGED.includes(oid)) throw new DerError(`${field}: critical extension ${oid} is not understood`)
  }
  const value = (oid: string) => extensions.get(oid)?.value
  const usage = readKeyUsage(value(OID.keyUsage), field)
  return {
    ...readConstraints(value(OID.basicConstraints), field),
    mayIssue: (usage & 0x04) !== 0,
    maySign: (usage & 0x80) !== 0,
    forCode: readForCode(value(OID.extendedKeyUsage), field),
    uri: readUri(value(OID.subjectAltName), field),
    claims: new Map(
      [...extensions]
        .filter(([oid]) => oid.startsWith(FULCIO) && oid.length === FULCIO.length + 2)
        .map(([oid, extension]) => [Number.parseInt(oid.slice(-2), 16), readClaim(oid, extension.value, field)]),
    ),
  }
}

function readConstraints(value: Uint8Array | undefined, field: string) {
  if (value === undefined) return { isAuthority: false, pathLength: null }
  const outer = new DerReader(value, field)
  const constraints = outer.enter(TAG.sequence, 'basicConstraints')
  outer.end()
  const flag = constraints.readOptional(TAG.boolean, 'ca')
  const length = constraints.readOptional(TAG.integer, 'pathLength')
  constraints.end()
  return {
    isAuthority: flag !== null && bytesToHex(flag.value) === 'ff',
    pathLength: length === null ? null : readSmall(length, `${field}.pathLength`),
  }
}

function readKeyUsage(value: Uint8Array | undefined, field: string): number {
  if (value === undefined) return 0
  const reader = new DerReader(value, field)
  const { value: bits } = reader.read(TAG.bitString, 'keyUsage')
  reader.end()
  return bits[1] ?? 0
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
