import { bn254 } from '@noble/curves/bn254.js'
import { solidityPackedKeccak256 } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type G1, type G1Point, type G2, type G2Point, hashToG1 } from './curve.js'
import { MODULUS } from './field.js'
import { type QuorumSignature, verifyQuorumSignature, weightOf } from './quorum.js'

const P = bn254.fields.Fp.ORDER
const KEYS = [11n, 222n, 3333n, MODULUS - 5n]
const ROWS = 3072n
const INFINITY: G1Point = { x: 0n, y: 0n }

describe('verifyQuorumSignature', () => {
  it('accepts what the quorum signed, up to the last row', async () => {
    expect(await verifyQuorumSignature(claimOf())).toEqual({ kind: 'attested', hit: 2048n, total: ROWS })
    expect(await verifyQuorumSignature(claimOf({ hit: ROWS }))).toMatchObject({ kind: 'attested', hit: ROWS })
  })

  it.each<[string, Partial<QuorumSignature>]>([
    ['data root', { dataRoot: `0x${'cd'.repeat(32)}` }],
    ['epoch', { epoch: 8n }],
    ['quorum', { quorumId: 2n }],
    ['commitment', { erasureCommitment: g1(bn254.G1.Point.BASE.multiply(5n)) }],
    ['commitment of the other sign', { erasureCommitment: g1(bn254.G1.Point.BASE.multiply(4n).negate()) }],
    ['signature', { signature: g1(bn254.G1.Point.BASE.multiply(9n)) }],
    ['signature of the other sign', { signature: negated(claimOf().signature) }],
    ['signature of the quorum without one of its keys', { signature: claimOf({}, KEYS.slice(1)).signature }],
  ])('does not accept another %s', async (_, change) => {
    const result = await verifyQuorumSignature({ ...claimOf(), ...change })
    expect(result).toEqual({ kind: 'not-attested', rule: 'signature', byContract: false })
  })

  it('does not accept keys of which one half is not the other', async () => {
    const [mine, theirs] = [claimOf({}, [77n]), claimOf()]
    const expected = { kind: 'not-attested', rule: 'keys-agree', byContract: false }
    expect(await verifyQuorumSignature({ ...theirs, aggPkG2: mine.aggPkG2, signature: mine.signature })).toEqual(
      expected,
    )
    expect(await verifyQuorumSignature({ ...theirs, aggPkG1: mine.aggPkG1 })).toEqual(expected)
    expect(await verifyQuorumSignature({ ...theirs, aggPkG1: negated(theirs.aggPkG1) })).toEqual(expected)
  })

  it('takes the words of G2 in the order of the EVM only', async () => {
    const claim = claimOf()
    const { x, y } = claim.aggPkG2
    const swapped: G2Point = { x: [x[1], x[0]], y: [y[1], y[0]] }
    expect(await verifyQuorumSignature({ ...claim, aggPkG2: swapped })).toMatchObject({
      kind: 'refused',
      field: 'aggPkG2',
    })
  })

  it('wants two thirds of the rows', async () => {
    expect(await verifyQuorumSignature(claimOf({ hit: 2047n }, KEYS, bitmapOf(2047)))).toEqual({
      kind: 'not-attested',
      rule: 'two-thirds',
      expected: 'at least 2048 of 3072 rows',
      found: '2047 rows',
    })
    // 2 * 3071 = 6142 is above 3 * 2047 = 6141.
    const odd = claimOf({ hit: 2047n, total: 3071n }, KEYS, bitmapOf(2047))
    expect(await verifyQuorumSignature(odd)).toMatchObject({
      rule: 'two-thirds',
      expected: 'at least 2048 of 3071 rows',
    })
    // The last bit of the last byte is row 3071, which a quorum of 3071 rows does not have.
    const marked = bitmapOf(2047)
    marked[383] = 0x80
    const beyond = claimOf({ hit: 2047n, total: 3071n }, KEYS, marked)
    expect(await verifyQuorumSignature(beyond)).toMatchObject({ rule: 'two-thirds' })
    expect(await verifyQuorumSignature({ ...beyond, total: ROWS })).toMatchObject({ kind: 'refused', field: 'hit' })
    expect(await verifyQuorumSignature(claimOf({ hit: 0n }, KEYS, bitmapOf(0)))).toMatchObject({ rule: 'two-thirds' })
  })

  it.each<[string, Partial<QuorumSignature>]>([
    ['dataRoot', { dataRoot: '0xab' }],
    ['epoch', { epoch: -1n }],
    ['epoch', { epoch: 2n ** 256n }],
    ['quorumId', { quorumId: -1n }],
    ['quorumId', { quorumId: 2n ** 256n }],
    ['quorumBitmap', { quorumBitmap: new Uint8Array(0) }],
    ['quorumBitmap', { quorumBitmap: new Uint8Array(383).fill(255) }],
    ['quorumBitmap', { quorumBitmap: new Uint8Array(385).fill(255) }],
    ['total', { total: 0n }],
    ['total', { total: 1n, hit: 1n }],
    ['total', { total: 3064n }],
    ['total', { total: 3073n }],
    ['total', { total: -3072n }],
    ['hit', { hit: 2047n }],
    ['hit', { hit: 3073n }],
    ['hit', { hit: -1n, quorumBitmap: new Uint8Array(384) }],
  ])('refuses a wrong %s', async (field, change) => {
    expect(await verifyQuorumSignature({ ...claimOf(), ...change })).toMatchObject({ kind: 'refused', field })
  })

  it.each(['signature', 'aggPkG1', 'erasureCommitment'] as const)('refuses a %s that is no point', async (field) => {
    const claim = claimOf()
    const { x, y } = claim[field]
    const wrong: [string, G1Point][] = [
      [`${field}.x`, { x: x + P, y }],
      [`${field}.y`, { x, y: y + P }],
      [`${field}.y`, { x, y: P }],
      [`${field}.x`, { x: -1n, y }],
      [field, INFINITY],
      [field, { x, y: y + 1n === P ? y - 1n : y + 1n }],
      [field, { x, y: 0n }],
      [field, { x: 0n, y }],
    ]
    for (const [path, point] of wrong) {
      expect(await verifyQuorumSignature({ ...claim, [field]: point })).toMatchObject({ kind: 'refused', field: path })
    }
  })

  it('refuses an aggPkG2 that is no point of the subgroup', async () => {
    const claim = claimOf()
    const { x, y } = claim.aggPkG2
    const wrong: [string, G2Point][] = [
      ['aggPkG2.x[0]', { x: [x[0] + P, x[1]], y }],
      ['aggPkG2.x[1]', { x: [x[0], x[1] + P], y }],
      ['aggPkG2.y[0]', { x, y: [y[0] + P, y[1]] }],
      ['aggPkG2.y[1]', { x, y: [y[0], -1n] }],
      ['aggPkG2', { x: [0n, 0n], y: [0n, 0n] }],
      ['aggPkG2', { x, y: [0n, 0n] }],
      ['aggPkG2', { x, y: [y[0], (y[1] + 1n) % P] }],
      ['aggPkG2', g2(pointOutsideSubgroup())],
    ]
    for (const [path, point] of wrong) {
      expect(await verifyQuorumSignature({ ...claim, aggPkG2: point })).toMatchObject({ kind: 'refused', field: path })
    }
  })

  it('attests nothing after any one bit of what is signed, or signs, has changed', async () => {
    const claim = claimOf()
    const point = (field: 'erasureCommitment' | 'aggPkG1' | 'signature', mask: bigint): Partial<QuorumSignature>[] => {
      const { x, y } = claim[field]
      return [{ [field]: { x: x ^ mask, y } }, { [field]: { x, y: y ^ mask } }]
    }
    const changed = fc.tuple(fc.nat(255), fc.nat(10)).map(([bit, which]) => {
      const mask = 1n << BigInt(bit)
      const { x, y } = claim.aggPkG2
      const changes: Partial<QuorumSignature>[] = [
        { dataRoot: `0x${(BigInt(claim.dataRoot) ^ mask).toString(16).padStart(64, '0')}` },
        { epoch: claim.epoch ^ mask },
        { quorumId: claim.quorumId ^ mask },
        ...point('erasureCommitment', mask),
        ...point('aggPkG1', mask),
        ...point('signature', mask),
        { aggPkG2: { x: [x[0] ^ mask, x[1]], y } },
        { aggPkG2: { x, y: [y[0], y[1] ^ mask] } },
      ]
      return { ...claim, ...changes[which % changes.length] }
    })
    await fc.assert(
      fc.asyncProperty(changed, async (other) => {
        expect((await verifyQuorumSignature(other)).kind).not.toBe('attested')
      }),
      { numRuns: 40 },
    )
  })

  it('refuses the sum of keys that cancel: infinity signs everything', async () => {
    const claim = claimOf()
    const nothing = { aggPkG1: INFINITY, signature: INFINITY, aggPkG2: { x: [0n, 0n], y: [0n, 0n] } as const }
    expect(await verifyQuorumSignature({ ...claim, ...nothing })).toMatchObject({ kind: 'refused', field: 'aggPkG1' })
  })
})

describe('hashToG1', () => {
  it('gives the first point at or after the hash, reduced', () => {
    for (const hash of [0n, 1n, 4n, P - 1n, P, P + 1n, 2n ** 256n - 1n, BigInt(`0x${'5a'.repeat(32)}`)]) {
      const { x, y } = hashToG1(hash).toAffine()
      expect((y * y - x * x * x - 3n) % P).toBe(0n)
      // A square is 1 by Euler's criterion, which no x before this one is.
      for (let before = hash % P; before !== x; before = (before + 1n) % P) {
        expect(bn254.fields.Fp.pow((before * before * before + 3n) % P, (P - 1n) / 2n)).toBe(P - 1n)
      }
      expect(bn254.fields.Fp.pow(y, (P - 1n) / 2n)).toBe(1n)
    }
  })
})

describe('weightOf', () => {
  it("is the contract's packed hash modulo r", () => {
    const claim = claimOf()
    const hash = hashToG1(99n)
    const words = [claim.signature.x, claim.signature.y, claim.aggPkG1.x, claim.aggPkG1.y]
    const { x, y } = hash.toAffine()
    const packed = solidityPackedKeccak256(Array(10).fill('uint256'), [
      ...words,
      ...claim.aggPkG2.x,
      ...claim.aggPkG2.y,
      x,
      y,
    ])
    expect(weightOf(claim, hash)).toBe(BigInt(packed) % MODULUS)
  })
})

/** What a quorum with these keys signs; the message is packed and hashed by another implementation. */
function claimOf(change: Partial<QuorumSignature> = {}, keys = KEYS, quorumBitmap = bitmapOf(2048)): QuorumSignature {
  const secret = keys.reduce((sum, key) => sum + key, 0n) % MODULUS
  const fields = {
    dataRoot: `0x${'ab'.repeat(32)}` as const,
    epoch: 7n,
    quorumId: 1n,
    erasureCommitment: g1(bn254.G1.Point.BASE.multiply(4n)),
  }
  const { dataRoot, epoch, quorumId, erasureCommitment } = fields
  const message = solidityPackedKeccak256(
    ['bytes32', 'uint256', 'uint256', 'uint256', 'uint256'],
    [dataRoot, epoch, quorumId, erasureCommitment.x, erasureCommitment.y],
  )
  return {
    ...fields,
    quorumBitmap,
    aggPkG1: g1(bn254.G1.Point.BASE.multiply(secret)),
    aggPkG2: g2(bn254.G2.Point.BASE.multiply(secret)),
    signature: g1(hashToG1(BigInt(message)).multiply(secret)),
    total: ROWS,
    hit: 2048n,
    ...change,
  }
}

function bitmapOf(rows: number): Uint8Array {
  const bitmap = new Uint8Array(384)
  for (let row = 0; row < rows; row += 1) bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7))
  return bitmap
}

function g1(point: G1): G1Point {
  return point.toAffine()
}

function g2(point: G2): G2Point {
  const { x, y } = point.toAffine()
  return { x: [x.c1, x.c0], y: [y.c1, y.c0] }
}

function negated({ x, y }: G1Point): G1Point {
  return { x, y: P - y }
}

/** A point of the twist whose order is not r: nearly every point is one. */
function pointOutsideSubgroup(): G2 {
  const { Fp2 } = bn254.fields
  const { b } = bn254.G2.Point.CURVE()
  for (let c0 = 1n; ; c0 += 1n) {
    const x = Fp2.fromBigTuple([c0, 1n])
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b)
    try {
      const point = bn254.G2.Point.fromAffine({ x, y: Fp2.sqrt(square) })
      if (
        !point
          .multiplyUnsafe(MODULUS - 1n)
          .add(point)
          .is0()
      )
        return point
    } catch {
      // This x is no coordinate of a point.
    }
  }
}
