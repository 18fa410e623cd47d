/** A public-key infrastructure like NVIDIA's for GPUs, for tests and devnets. */
import { p384 } from '@noble/curves/nist.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { toBase64 } from '../base64.js'
import type { PinnedRoot } from '../trust.js'
import { concat } from './bytes.js'
import { VALIDITY } from './certificate.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from './der.js'
import { toChain } from './pki.js'

/** A P-384 key of a test PKI. */
interface GpuKey {
  secret: Uint8Array
  /** Uncompressed point, 97 bytes. */
  publicKey: Uint8Array
}

export interface GpuPki {
  /** Entry of the trust material. */
  root: PinnedRoot
  seed: Uint8Array
}

/** A test PKI as plain JSON. */
export interface ExportedGpuPki {
  format: 'touchstone-gpu-pki/1'
  /** 48 bytes, hex: every key follows from it. */
  seed: string
}

/** A device of the PKI: its key and PEM chain up to the root. */
export interface GpuDevice {
  key: GpuKey
  chain: string
}

/** What a flaw changes in the certificate of a device. */
export interface DeviceChanges {
  notAfter?: number
  isAuthority?: boolean
  /** Leave the root away. */
  withoutRoot?: boolean
}

const FORMAT = 'touchstone-gpu-pki/1'
const ROOT = 'Touchstone Test Device Identity CA'
const ISSUER = 'Touchstone Test GPU Identity'
const SECRET_SEED_BYTES = 72
const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p384: '2b81040022',
  ecdsaWithSha384: '2a8648ce3d040303',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
} as const
const ALGORITHM = sequence(oid(OID.ecdsaWithSha384))

/** A new PKI of random keys. */
export async function createGpuPki(): Promise<GpuPki> {
  return importGpuPki({ format: FORMAT, seed: bytesToHex(p384.utils.randomSecretKey()) })
}

/** The PKI as plain JSON, to be kept over restarts. */
export function exportGpuPki({ seed }: GpuPki): ExportedGpuPki {
  return { format: FORMAT, seed: bytesToHex(seed) }
}

/** The same PKI again. @throws RangeError for another format. */
export async function importGpuPki({ format, seed }: ExportedGpuPki): Promise<GpuPki> {
  if (format !== FORMAT) throw new RangeError(`Expected a test PKI of format ${FORMAT}, got ${format}.`)
  const bytes = hexToBytes(seed)
  const der = mintRoot(bytes)
  const root = {
    name: ROOT,
    sha256: bytesToHex(sha256(der)),
    der: toBase64(der),
    source: 'generated',
    asOf: '2026-11-01',
  }
  return { root, seed: bytes }
}

/** Device `n` of the PKI, always the same. */
export function mintDevice({ seed }: GpuPki, n: number, changes: DeviceChanges = {}): GpuDevice {
  const key = keyOf(seed, `device ${n}`)
  const issuer = keyOf(seed, 'issuer')
  const leaf = mintCertificate(
    { subject: `Test GPU ${n}`, issuer: ISSUER, key, isAuthority: false, ...changes },
    issuer,
  )
  const root = keyOf(seed, 'root')
  const middle = mintCertificate({ subject: ISSUER, issuer: ROOT, key: issuer, isAuthority: true }, root)
  return { key, chain: toChain(leaf, middle, ...(changes.withoutRoot === true ? [] : [mintRoot(seed)])) }
}

/** r‖s over the SHA-384 of the bytes, 96 bytes. */
export function signAsDevice({ secret }: GpuKey, bytes: Uint8Array): Uint8Array {
  return p384.sign(bytes, secret, { prehash: true, lowS: true, format: 'compact' })
}

function mintRoot(seed: Uint8Array): Uint8Array {
  const key = keyOf(seed, 'root')
  return mintCertificate({ subject: ROOT, issuer: ROOT, key, isAuthority: true }, key)
}

function keyOf(seed: Uint8Array, role: string): GpuKey {
  const material = [0, 1].map((n) => sha512(concat(seed, new TextEncoder().encode(`${role} ${n}`))))
  const secret = p384.utils.randomSecretKey(concat(...material).slice(0, SECRET_SEED_BYTES))
  return { secret, publicKey: p384.getPublicKey(secret, false) }
}

interface Spec {
  subject: string
  issuer: string
  key: GpuKey
  isAuthority: boolean
  notAfter?: number
}

function mintCertificate(spec: Spec, signer: GpuKey): Uint8Array {
  const { subject, issuer, key, isAuthority, notAfter = VALIDITY.notAfter } = spec
  const usage = isAuthority ? bits(Uint8Array.of(0x06), 1) : bits(Uint8Array.of(0x80), 7)
  const extensions = sequence(
    ...(isAuthority ? [sequence(oid(OID.basicConstraints), isTrue(), octets(sequence(isTrue())))] : []),
    sequence(oid(OID.keyUsage), isTrue(), octets(usage)),
  )
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(Uint8Array.of(1, ...sha256(key.publicKey).subarray(0, 18))),
    ALGORITHM,
    name(issuer),
    sequence(time(VALIDITY.notBefore), time(notAfter)),
    name(subject),
    sequence(sequence(oid(OID.ecPublicKey), oid(OID.p384)), bits(key.publicKey)),
    tagged(0xa3, extensions),
  )
  const compact = signAsDevice(signer, content)
  const signature = sequence(integer(compact.subarray(0, 48)), integer(compact.subarray(48)))
  return sequence(content, ALGORITHM, bits(signature))
}
