import { p256 } from '@noble/curves/nist.js'
import { integer, sequence } from './der.js'

/** A P-256 key of a test PKI. */
export interface MintKey {
  secret: Uint8Array
  /** Uncompressed point, 65 bytes. */
  publicKey: Uint8Array
}

/** A new key from the platform's random numbers. */
export function createKey(): MintKey {
  return toKey(p256.utils.randomSecretKey())
}

/** The key of a secret of 32 bytes. */
export function toKey(secret: Uint8Array): MintKey {
  return { secret, publicKey: p256.getPublicKey(secret, false) }
}

/** r‖s over the SHA-256 of the bytes; the same bytes get the same signature. */
export function sign({ secret }: MintKey, bytes: Uint8Array): Uint8Array {
  return p256.sign(bytes, secret, { prehash: true, lowS: true, format: 'compact' })
}

/** The same as DER. */
export function signDer(key: MintKey, bytes: Uint8Array): Uint8Array {
  const compact = sign(key, bytes)
  return sequence(integer(compact.subarray(0, 32)), integer(compact.subarray(32)))
}
