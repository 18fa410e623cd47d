import { p256 } from '@noble/curves/nist.js'
import { DerError, DerReader, readUnsigned, TAG } from './der.js'

/**
 * Whether the 64 bytes r‖s are a signature of that key (uncompressed point, 65 bytes) over the SHA-256 of the bytes.
 * Intel's signatures have high and low s alike.
 */
export function isSigned(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, bytes, publicKey, { lowS: false, prehash: true, format: 'compact' })
  } catch {
    // The key is no point of the curve, or r or s is out of range.
    return false
  }
}

/** r‖s of a DER signature. @throws DerError where it is not the one encoding of two numbers below 2^256. */
export function readSignature(der: Uint8Array, field: string): Uint8Array {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'signature')
  outer.end()
  const compact = new Uint8Array(64)
  for (const [at, name] of ['r', 's'].entries()) {
    const number = readUnsigned(body.read(TAG.integer, name), `${field}.${name}`)
    if (number.length > 32) throw new DerError(`${field}.${name}: expected at most 32 bytes`)
    compact.set(number, 32 * (at + 1) - number.length)
  }
  body.end()
  return compact
}
