/** The primitives where there is nothing but the language: browsers, and the reference for every other one. */
import { p256, p384 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { chunkTreeRoot, createKeccak256, keccak256 } from './keccak.js'
import { isP256Sized } from './p256.js'
import { isP384Sized } from './p384.js'
import { isRecoverable, type RecoverableSignature } from './recoverable.js'
import type { RunningDigest } from './runningDigest.js'

export { chunkTreeRoot, createKeccak256, keccak256 }

/** SHA-256 of bytes, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}

/** The same for bytes that come in pieces. */
export function createSha256(): RunningDigest {
  const running = nobleSha256.create()
  return { update: (bytes) => void running.update(bytes), digest: () => running.digest() }
}

/** Address whose key made the signature over the 32-byte digest, lower-case; undefined where there is none. */
export function recoverAddress(digest: Uint8Array, signature: RecoverableSignature): Hex | undefined {
  if (!isRecoverable(digest, signature)) return undefined
  try {
    const { compact, recovery } = signature
    const point = secp256k1.Signature.fromBytes(compact, 'compact').addRecoveryBit(recovery).recoverPublicKey(digest)
    return toHex(keccak256(point.toBytes(false).subarray(1)).subarray(12))
  } catch {
    // Not every (r, s) is a signature: r may not be the coordinate of a point.
    return undefined
  }
}

/** Whether r‖s (64 bytes) is a signature by the point on P-256 (uncompressed, 65 bytes) over the SHA-256 of the bytes. */
export function isSignedP256(point: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  // A key off the curve and numbers out of range are no signature to the library; it throws for wrong sizes alone.
  if (!isP256Sized(point, signature)) return false
  return p256.verify(signature, bytes, point, { lowS: false, prehash: true, format: 'compact' })
}

/** Whether r‖s (96 bytes) is a signature by the point on P-384 (uncompressed, 97 bytes) over the SHA-384 of the bytes. */
export function isSignedP384(point: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  // A key off the curve and numbers out of range are no signature to the library; it throws for wrong sizes alone.
  if (!isP384Sized(point, signature)) return false
  return p384.verify(signature, bytes, point, { lowS: false, prehash: true, format: 'compact' })
}
