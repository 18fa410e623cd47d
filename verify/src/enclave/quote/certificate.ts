/** X.509 certificates as Intel's PKI has them: version 3, P-256 keys, ECDSA with SHA-256. Nothing else is understood. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { DerError, type DerNode, DerReader, readBits, readOid, readTime, readUnsigned, TAG } from './der.js'

export const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p256: '2a8648ce3d030107',
  ecdsaWithSha256: '2a8648ce3d040302',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  sgx: '2a864886f84d010d01',
} as const

export interface Certificate {
  der: Uint8Array
  /** The bytes that the issuer signed. */
  signed: Uint8Array
  /** DER of an ECDSA signature. */
  signature: Uint8Array
  /** Hex without leading zeros of the encoding. */
  serial: string
  /** Names as DER; compared byte by byte. */
  issuer: Uint8Array
  subject: Uint8Array
  /** Milliseconds; both inclusive. */
  notBefore: number
  notAfter: number
  /** Uncompressed point on P-256, 65 bytes. */
  publicKey: Uint8Array
  isAuthority: boolean
  mayIssue: boolean
  mayRevoke: boolean
  /** Content of Intel's SGX extension; null where there is none. */
  sgx: Uint8Array | null
}

const POINT_BYTES = 65
// Extensions that a certificate may mark as critical: those that are judged here.
const JUDGED: readonly string[] = [OID.basicConstraints, OID.keyUsage]

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseCertificate(der: Uint8Array, field: string): Certificate {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'certificate')
  outer.end()
  const tbs = body.read(TAG.sequence, 'content')
  readAlgorithm(body, field)
  const signature = readBits(body.read(TAG.bitString, 'signature'), `${field}.signature`)
  body.end()
  return { der, signed: tbs.raw, signature, ...readContent(new DerReader(tbs.value, field), field) }
}

/** The signature algorithm, which must be ECDSA with SHA-256. @throws DerError */
export function readAlgorithm(reader: DerReader, field: string): void {
  const algorithm = reader.enter(TAG.sequence, 'algorithm')
  if (readOid(algorithm, 'algorithm') !== OID.ecdsaWithSha256) {
    throw new DerError(`${field}: expected a signature by ECDSA with SHA-256`)
  }
  algorithm.end()
}

function readContent(tbs: DerReader, field: string) {
  const version = tbs.enter(0xa0, 'version')
  if (bytesToHex(version.read(TAG.integer, 'version').value) !== '02')
    throw new DerError(`${field}: expected version 3`)
  version.end()
  const serial = bytesToHex(readUnsigned(tbs.read(TAG.integer, 'serial'), `${field}.serial`))
  readAlgorithm(tbs, field)
  const issuer = tbs.read(TAG.sequence, 'issuer').raw
  const validity = tbs.enter(TAG.sequence, 'validity')
  const notBefore = readTime(validity, `${field}.notBefore`)
  const notAfter = readTime(validity, `${field}.notAfter`)
  validity.end()
  const subject = tbs.read(TAG.sequence, 'subject').raw
  const publicKey = readPublicKey(tbs, field)
  const wrapped = tbs.enter(0xa3, 'extensions')
  const extensions = readExtensions(wrapped, field)
  wrapped.end()
  tbs.end()
  return { serial, issuer, subject, notBefore, notAfter, publicKey, ...readUse(extensions, field) }
}

function readPublicKey(tbs: DerReader, field: string): Uint8Array {
  const info = tbs.enter(TAG.sequence, 'key')
  const algorithm = info.enter(TAG.sequence, 'algorithm')
  const isP256 = readOid(algorithm, 'kind') === OID.ecPublicKey && readOid(algorithm, 'curve') === OID.p256
  algorithm.end()
  const point = readBits(info.read(TAG.bitString, 'point'), `${field}.key`)
  info.end()
  if (!isP256 || point.length !== POINT_BYTES || point[0] !== 4) {
    throw new DerError(`${field}: expected an uncompressed key on P-256`)
  }
  return point
}

interface Extension {
  critical: boolean
  value: Uint8Array
}

/** Extensions by OID. @throws DerError for one that stands twice. */
export function readExtensions(reader: DerReader, field: string): Map<string, Extension> {
  const list = reader.enter(TAG.sequence, 'extensions')
  const extensions = new Map<string, Extension>()
  while (list.next !== null) {
    const entry = list.enter(TAG.sequence, 'extension')
    const oid = readOid(entry, 'oid')
    const critical = isTrue(entry.readOptional(TAG.boolean, 'critical'), field)
    const { value } = entry.read(TAG.octetString, 'value')
    entry.end()
    if (extensions.has(oid)) throw new DerError(`${field}: an extension stands twice`)
    extensions.set(oid, { critical, value })
  }
  return extensions
}

function readUse(extensions: ReadonlyMap<string, Extension>, field: string) {
  for (const [oid, { critical }] of extensions) {
    if (critical && !JUDGED.includes(oid)) throw new DerError(`${field}: critical extension ${oid} is not understood`)
  }
  const usage = readKeyUsage(extensions.get(OID.keyUsage)?.value, field)
  return {
    isAuthority: readIsAuthority(extensions.get(OID.basicConstraints)?.value, field),
    mayIssue: (usage & 0x04) !== 0,
    mayRevoke: (usage & 0x02) !== 0,
    sgx: extensions.get(OID.sgx)?.value ?? null,
  }
}

function readIsAuthority(value: Uint8Array | undefined, field: string): boolean {
  if (value === undefined) return false
  const outer = new DerReader(value, field)
  const constraints = outer.enter(TAG.sequence, 'basicConstraints')
  outer.end()
  const isAuthority = isTrue(constraints.readOptional(TAG.boolean, 'ca'), field)
  constraints.readOptional(TAG.integer, 'pathLength')
  constraints.end()
  return isAuthority
}

// First byte of the bit string; its lowest bits are unused and the ninth usage is not asked for.
function readKeyUsage(value: Uint8Array | undefined, field: string): number {
  if (value === undefined) return 0
  const reader = new DerReader(value, field)
  const { value: bits } = reader.read(TAG.bitString, 'keyUsage')
  reader.end()
  return bits[1] ?? 0
}

function isTrue(node: DerNode | null, field: string): boolean {
  if (node === null) return false
  const [byte] = node.value
  if (node.value.length !== 1 || (byte !== 0xff && byte !== 0)) throw new DerError(`${field}: not a boolean`)
  return byte === 0xff
}
