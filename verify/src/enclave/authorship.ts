import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { keccak256, recoverAddress } from '#primitives'
import { readSignature } from '../signature/recover.js'
import type { Hex } from '../subject.js'

/**
 * What the header ZG-Quote-Signature signs: EIP-191 over the 32 bytes of keccak256 of the body as it was sent, not over
 * the body itself and not over the hash as text.
 */
export function reportStatementDigest(body: Uint8Array): Uint8Array {
  return keccak256(concatBytes(utf8ToBytes('\x19Ethereum Signed Message:\n32'), keccak256(body)))
}

/** Whether the signature makes the body that key's own statement. A missing or broken signature makes it nobody's. */
export function isAuthoredBy(body: Uint8Array, signature: Hex | null, signer: Hex): boolean {
  if (signature === null) return false
  const form = readSignature(signature)
  if (form.kind !== 'signature') return false
  return recoverAddress(reportStatementDigest(body), form.signature) === signer.toLowerCase()
}
