import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak256, personalMessageDigest } from '../src/index.js'
import type { Hex } from '../src/subject.js'

/** A signing key of a test: never worth anything. */
export interface TestKey {
  address: Hex
  signDigest(digest: Uint8Array): Hex
  signText(text: string): Hex
}

/** The key whose 32 bytes are all `byte`. */
export function testKey(byte: number): TestKey {
  const secret = new Uint8Array(32).fill(byte)
  const publicKey = secp256k1.getPublicKey(secret, false)
  const signDigest = (digest: Uint8Array): Hex => {
    const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
    const recovery = signature[0] ?? 0
    return `0x${hex(signature.subarray(1))}${(27 + recovery).toString(16)}`
  }
  return {
    address: `0x${hex(keccak256(publicKey.subarray(1)).subarray(12))}`,
    signDigest,
    signText: (text) => signDigest(personalMessageDigest(text)),
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
