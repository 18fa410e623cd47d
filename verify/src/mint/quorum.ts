/** Keys and signatures of DA signers, and the commitment of a quorum made of them. */
import { bn254 } from '@noble/curves/bn254.js'
import { keccak256 } from '#primitives'
import { type G1, type G1Point, type G2, type G2Point, hashToG1 } from '../da/curve.js'
import { MODULUS } from '../da/field.js'
import { signedMessage } from '../da/quorum.js'
import { fromHex } from '../hex.js'
import type { Hex } from '../subject.js'

export interface DaSignerKeys {
  pkG1: G1Point
  pkG2: G2Point
}

/** What a quorum signs about a blob. */
export interface MintCommitment {
  dataRoot: Hex
  epoch: bigint
  quorumId: bigint
}

export interface MintedCommitment extends MintCommitment {
  erasureCommitment: G1Point
  aggPkG2: G2Point
  signature: G1Point
}

/** Public keys of a secret; `secret` is any 32 bytes. */
export function mintDaKeys(secret: Hex): DaSignerKeys {
  const scalar = toScalar(fromHex(secret))
  return { pkG1: g1(bn254.G1.Point.BASE.multiply(scalar)), pkG2: g2(bn254.G2.Point.BASE.multiply(scalar)) }
}

/**
 * A commitment signed by all of these signers. The committed point is made from the root and no polynomial: neither
 * the chain nor a light auditor can tell.
 */
export function mintDaCommitment(secrets: readonly Hex[], blob: MintCommitment): MintedCommitment {
  const sum = secrets.reduce((total, secret) => (total + toScalar(fromHex(secret))) % MODULUS, 0n)
  const erasureCommitment = g1(bn254.G1.Point.BASE.multiply(toScalar(fromHex(blob.dataRoot))))
  const hash = hashToG1(toNumber(keccak256(signedMessage({ ...blob, erasureCommitment }))))
  return {
    ...blob,
    erasureCommitment,
    aggPkG2: g2(bn254.G2.Point.BASE.multiply(sum)),
    signature: g1(hash.multiply(sum)),
  }
}

function g1(point: G1): G1Point {
  const { x, y } = point.toAffine()
  return { x, y }
}

function g2(point: G2): G2Point {
  const { x, y } = point.toAffine()
  return { x: [x.c1, x.c0], y: [y.c1, y.c0] }
}

function toScalar(bytes: Uint8Array): bigint {
  return (toNumber(bytes) % (MODULUS - 1n)) + 1n
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
