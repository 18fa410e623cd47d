/** X.509 certificates as NVIDIA's device identities have them: version 3, P-384 keys, ECDSA with SHA-384. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { readExtensions } from '../quote/certificate.js'
import { DerError, DerReader, readBits, readOid, readTime, readUnsigned, TAG } from '../quote/der.js'

const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p384: '2b81040022',
  ecdsaWithSha384: '2a8648ce3d040303',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
} as const
// Extensions that a certificate may mark as critical: those that are judged here.
const JUDGED: readonly string[] = [OID.basicConstraints, OID.keyUsage]
const POINT_BYTES = 97
const VERSION_3 = '02'

export interface DeviceCertificate {
  der: Uint8Array
  /** The bytes that the issuer signed. */
  signed: Uint8Array
  /** DER of an ECDSA signature. */
  signature: Uint8Array
  /** Names as DER; compared byte by byte. */
  issuer: Uint8Array
  subject: Uint8Array
  /** Milliseconds; both inclusive. */
  notBefore: number
  notAfter: number
  /** Uncompressed point on P-384, 97 bytes. */
  publicKey: Uint8Array
  isAuthority: boolean
  mayIssue: boolean
  /** Whether the key may sign data: evidence, and not certificates. */
  maySign: boolean
}

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseDeviceCertificate(der: Uint8Array, field: string): DeviceCertificate {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'certificate')
  outer.end()
  const tbs = body.read(TAG.sequence, 'content')
  readAlgorithm(body, field)
  const signature = readBits(body.read(TAG.bitString, 'signature'), `${field}.signature`)
  body.end()
  return { der, signed: tbs.raw, signature, ...readContent(new DerReader(tbs.value, field), field) }
}

function readAlgorithm(reader: DerReader, field: string): void {
  const algorithm = reader.enter(TAG.sequence, 'algorithm')
  if (readOid(algorithm, 'algorithm') !== OID.ecdsaWithSha384) {
    throw new DerError(`${field}: expected a signature by ECDSA with SHA-384`)
  }
  algorithm.end()
}

function readContent(tbs: DerReader, field: string) {
  const version = tbs.enter(0xa0, 'version')
  if (bytesToHex(version.read(TAG.integer, 'version').value) !== VERSION_3) {
    throw new DerError(`${field}: expected version 3`)
  }
  version.end()
  readUnsigned(tbs.read(TAG.integer, 'serial'), `${field}.serial`)
  readAlgorithm(tbs, field)
  const issuer = tbs.read(TAG.sequence, 'issuer').raw
  const validity = tbs.enter(TAG.sequence, 'validity')
  const notBefore = readTime(validity, `${field}.notBefore`)
  const notAfter = readTime(validity, `${field}.notAfter`)
  validity.end()
  const subject = tbs.read(TAG.sequence, 'subject').raw
  const publicKey = readPublicKey(tbs, field)
  const wrapped = tbs.enter(0xa3, 'extensions')
  const use = readUse(wrapped, field)
  wrapped.end()
  tbs.end()
  return { issuer, subject, notBefore, notAfter, publicKey, ...use }
}

function readPublicKey(tbs: DerReader, field: string): Uint8Array {
  const info = tbs.enter(TAG.sequence, 'key')
  const algorithm = info.enter(TAG.sequence, 'algorithm')
  const isP384 = readOid(algorithm, 'kind') === OID.ecPublicKey && readOid(algorithm, 'curve') === OID.p384
  algorithm.end()
  const point = readBits(info.read(TAG.bitString, 'point'), `${field}.key`)
  info.end()
  if (!isP384 || point.length !== POINT_BYTES || point[0] !== 4) {
    throw new DerError(`${field}: expected an uncompressed key on P-384`)
  }
  return point
}

function readUse(reader: DerReader, field: string) {
  const extensions = readExtensions(reader, field)
  for (const [oid, { critical }] of extensions) {
    if (critical && !JUDGED.includes(oid)) throw new DerError(`${field}: critical extension ${oid} is not understood`)
  }
  const usage = readKeyUsage(extensions.get(OID.keyUsage)?.value, field)
  return {
    isAuthority: readIsAuthority(extensions.get(OID.basicConstraints)?.value, field),
    mayIssue: (usage & 0x04) !== 0,
    maySign: (usage & 0x80) !== 0,
  }
}

function readIsAuthority(value: Uint8Array | undefined, field: string): boolean {
  if (value === undefined) return false
  const outer = new DerReader(value, field)
  const constraints = outer.enter(TAG.sequence, 'basicConstraints')
  outer.end()
  const flag = constraints.readOptional(TAG.boolean, 'ca')
  constraints.readOptional(TAG.integer, 'pathLength')
  constraints.end()
  return flag !== null && bytesToHex(flag.value) === 'ff'
}

function readKeyUsage(value: Uint8Array | undefined, field: string): number {
  if (value === undefined) return 0
  const reader = new DerReader(value, field)
  const { value: bits } = reader.read(TAG.bitString, 'keyUsage')
  reader.end()
  return bits[1] ?? 0
}
