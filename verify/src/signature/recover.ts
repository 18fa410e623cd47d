import { secp256k1 } from '@noble/curves/secp256k1.js'
import { fromHex, toHex } from '../hex.js'
import type { RecoverableSignature } from '../primitives/recoverable.js'
import type { Hex } from '../subject.js'

/** Why 65 bytes are not a signature that the contract would accept, or the signature. */
export type SignatureForm = { kind: 'signature'; signature: RecoverableSignature } | { kind: 'malformed'; why: string }

const HALF_ORDER = secp256k1.Point.CURVE().n >> 1n

/** Reads r ‖ s ‖ v as OpenZeppelin's `ECDSA.tryRecover` does: 65 bytes, v 27 or 28, s in the lower half. */
export function readSignature(signature: Hex): SignatureForm {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(signature)) return { kind: 'malformed', why: 'it is not hex' }
  const bytes = fromHex(signature)
  if (bytes.length !== 65) return { kind: 'malformed', why: `it has ${bytes.length} bytes instead of 65` }
  const v = bytes[64]
  if (v !== 27 && v !== 28) return { kind: 'malformed', why: `v is ${v} instead of 27 or 28` }
  const compact = bytes.slice(0, 64)
  const s = BigInt(toHex(compact.subarray(32)))
  if (s > HALF_ORDER) return { kind: 'malformed', why: 's lies in the upper half, so the signature has a twin' }
  return { kind: 'signature', signature: { compact, recovery: v === 28 ? 1 : 0 } }
}
