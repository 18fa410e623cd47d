import { secp256k1 } from '@noble/curves/secp256k1.js'
import { recoverAddress } from '#primitives'
import { fromHex, fromHexSized } from '../hex.js'
import type { RecoverableSignature } from '../primitives/recoverable.js'
import type { Hex } from '../subject.js'

/**
 * Why bytes are not a signature that the contract would accept, or the signature. `hasTwin`: s lies in the upper half,
 * which only the contracts before January 2026 accept.
 */
export type SignatureForm =
  | { kind: 'signature'; signature: RecoverableSignature; hasTwin: boolean }
  | { kind: 'malformed'; why: string }

/** `strict`: OpenZeppelin's `ECDSA.tryRecover`. `legacy`: v may also be 0 or 1, and s lie in the upper half. */
export type SignatureRules = 'strict' | 'legacy'

const HALF_ORDER = fromHex(`0x${(secp256k1.Point.CURVE().n >> 1n).toString(16).padStart(64, '0')}`)

/** Reads r ‖ s ‖ v, 65 bytes. Strict rules ask for v 27 or 28 and s in the lower half. */
export function readSignature(signature: Hex, rules: SignatureRules = 'strict'): SignatureForm {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(signature)) return { kind: 'malformed', why: 'it is not hex' }
  const bytes = fromHex(signature)
  if (bytes.length !== 65) return { kind: 'malformed', why: `it has ${bytes.length} bytes instead of 65` }
  const last = bytes[64] ?? 0
  const v = rules === 'legacy' && last < 2 ? last + 27 : last
  if (v !== 27 && v !== 28) return { kind: 'malformed', why: `v is ${last} instead of 27 or 28` }
  const compact = bytes.slice(0, 64)
  const hasTwin = isAbove(compact.subarray(32), HALF_ORDER)
  if (hasTwin && rules === 'strict')
    return { kind: 'malformed', why: 's lies in the upper half, so the signature has a twin' }
  return { kind: 'signature', signature: { compact, recovery: v === 28 ? 1 : 0 }, hasTwin }
}

/**
 * Address whose key signed the digest, lower-case; undefined where the signature is malformed or no key recovers.
 * @throws RangeError where the digest has not 32 bytes.
 */
export function recoverSigner(digest: Hex, signature: Hex, rules: SignatureRules = 'strict'): Hex | undefined {
  const bytes = fromHexSized(digest, 32, 'digest')
  const form = readSignature(signature, rules)
  return form.kind === 'signature' ? recoverAddress(bytes, form.signature) : undefined
}

/** Whether a number of as many bytes is the larger one. */
function isAbove(number: Uint8Array, other: Uint8Array): boolean {
  const at = number.findIndex((byte, n) => byte !== other[n])
  return at >= 0 && (number[at] ?? 0) > (other[at] ?? 0)
}
