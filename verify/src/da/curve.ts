/** Points of BN254 as the Entrance contract writes them, and its way from a hash to a point. */
import { bn254 } from '@noble/curves/bn254.js'
import { type DaRefusal, refuse } from './refusal.js'

export interface G1Point {
  x: bigint
  y: bigint
}

/** Coordinates are [c1, c0] for c1 * i + c0, the order of the EVM's pairing. */
export interface G2Point {
  x: readonly [bigint, bigint]
  y: readonly [bigint, bigint]
}

export type G1 = typeof bn254.G1.Point.BASE
export type G2 = typeof bn254.G2.Point.BASE

/** Order of the field that coordinates are in. */
const P = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n

/** A point of G1, refused when a coordinate is not reduced, when it is infinity, or when it is not on the curve. */
export function readG1({ x, y }: G1Point, field: string): G1 | DaRefusal {
  const wrong = findWrongCoordinate({ x, y }, field)
  if (wrong !== undefined) return wrong
  return validate(() => bn254.G1.Point.fromAffine({ x, y })) ?? refuse(field, 'a point on the curve', `${x}, ${y}`)
}

/** A point of G2, refused likewise, and when it is on the curve but not in the subgroup of the pairing. */
export function readG2({ x, y }: G2Point, field: string): G2 | DaRefusal {
  const wrong = findWrongCoordinate({ 'x[0]': x[0], 'x[1]': x[1], 'y[0]': y[0], 'y[1]': y[1] }, field)
  if (wrong !== undefined) return wrong
  const affine = { x: { c1: x[0], c0: x[1] }, y: { c1: y[0], c0: y[1] } }
  return (
    validate(() => bn254.G2.Point.fromAffine(affine)) ??
    refuse(field, 'a point on the twist, in the subgroup of order r', `${x}, ${y}`)
  )
}

/** Whether two products of a point of G1 and one of G2 cancel: e(a, b) * e(c, d) = 1. Infinity is neutral. */
export function cancel(a: G1, b: G2, c: G1, d: G2): boolean {
  const pairs = [
    { g1: a, g2: b },
    { g1: c, g2: d },
  ].filter(({ g1, g2 }) => !g1.is0() && !g2.is0())
  return bn254.fields.Fp12.eql(bn254.pairingBatch(pairs), bn254.fields.Fp12.ONE)
}

/** Point for a 32-byte hash: the first x from the hash on for which x^3 + 3 is a square, with the root by exponent. */
export function hashToG1(hash: bigint): G1 {
  const { Fp } = bn254.fields
  for (let x = hash % P; ; x = (x + 1n) % P) {
    const square = Fp.add(Fp.pow(x, 3n), 3n)
    const y = Fp.pow(square, (P + 1n) / 4n)
    if (Fp.eql(Fp.sqr(y), square)) return bn254.G1.Point.fromAffine({ x, y })
  }
}

// Infinity is all zeros in the EVM, and neither a key nor a signature.
function findWrongCoordinate(coordinates: Record<string, bigint>, field: string): DaRefusal | undefined {
  for (const [name, value] of Object.entries(coordinates)) {
    if (value < 0n || value >= P) return refuse(`${field}.${name}`, 'a coordinate from 0 to p - 1', value)
  }
  const isInfinity = Object.values(coordinates).every((value) => value === 0n)
  return isInfinity ? refuse(field, 'a point other than infinity', 'infinity') : undefined
}

function validate<T extends { assertValidity(): void }>(build: () => T): T | undefined {
  try {
    const point = build()
    point.assertValidity()
    return point
  } catch {
    return undefined
  }
}
