/** The primitives on Node. The one file of this room that may import from Node; it agrees with portable.ts throughout. */
import { createHash, createPublicKey, hash, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { chunkTreeRoot, createKeccak256, keccak256 } from './keccak.js'
import { isP256Sized } from './p256.js'
import { isP384Sized } from './p384.js'
import { recoverAddress as recoverPortably } from './portable.js'
import { isRecoverable, type RecoverableSignature } from './recoverable.js'
import type { RunningDigest } from './runningDigest.js'

export { chunkTreeRoot, createKeccak256, keccak256 }

/** What this file uses of the package `secp256k1`. @throws Error where no key recovers. */
interface NativeSecp256k1 {
  ecdsaRecover(compact: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array
}

/** SHA-256 of bytes, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** The same for bytes that come in pieces. */
export function createSha256(): RunningDigest {
  const running = createHash('sha256')
  return { update: (bytes) => void running.update(bytes), digest: () => new Uint8Array(running.digest()) }
}

/** Address whose key made the signature over the 32-byte digest, lower-case; undefined where there is none. */
export function recoverAddress(digest: Uint8Array, signature: RecoverableSignature): Hex | undefined {
  native ??= loadNative()
  if (native === 'missing') return recoverPortably(digest, signature)
  if (!isRecoverable(digest, signature)) return undefined
  try {
    const publicKey = native.ecdsaRecover(signature.compact, signature.recovery, digest, false)
    return toHex(keccak256(publicKey.subarray(1)).subarray(12))
  } catch {
    return undefined
  }
}

// SubjectPublicKeyInfo of a point on P-384, up to the point.
const SPKI_P384 = Uint8Array.from([
  ...[0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00],
])

/** Whether r‖s (96 bytes) is a signature by the point on P-384 (uncompressed, 97 bytes) over the SHA-384 of the bytes. */
export function isSignedP384(point: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (!isP384Sized(point, signature)) return false
  try {
    const spki = Uint8Array.from([...SPKI_P384, ...point])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return verify('sha384', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    // The point is none of the curve.
    return false
  }
}

// The same for P-256.
const SPKI_P256 = Uint8Array.from([
  ...[0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00],
])

/** Whether r‖s (64 bytes) is a signature by the point on P-256 (uncompressed, 65 bytes) over the SHA-256 of the bytes. */
export function isSignedP256(point: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (!isP256Sized(point, signature)) return false
  try {
    const spki = Uint8Array.from([...SPKI_P256, ...point])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    // The point is none of the curve.
    return false
  }
}

let native: NativeSecp256k1 | 'missing' | undefined

// Not the package's main file: that falls back to a JavaScript implementation which is not the one tested here.
function loadNative(): NativeSecp256k1 | 'missing' {
  try {
    return createRequire(import.meta.url)('secp256k1/bindings.js') as NativeSecp256k1
  } catch {
    // No build for this platform.
    return 'missing'
  }
}
