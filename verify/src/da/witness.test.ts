import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256, sha256 } from '#primitives'
import { DA_VECTOR_COUNT, DA_VECTORS, daPayload, findDaVectors } from '../../testing/da.js'
import { skipReason } from '../../testing/fixtures.js'
import { toHex } from '../hex.js'
import { storageRoot } from '../storage/storageRoot.js'
import type { Hex } from '../subject.js'
import { MAX_DA_PAYLOAD } from './geometry.js'
import { foldRoots } from './root.js'
import { type DaClaim, daRowRoot, verifyDaWitness } from './witness.js'

const vectors = findDaVectors()

describe('verifyDaWitness', () => {
  it.skipIf(vectors.length === 0).each(vectors)('matches the known root of $n bytes', ({ n, r0, r1, r2, dataRoot }) => {
    expect(verifyDaWitness({ bytes: daPayload(n), dataRoot, witness: { r1, r2 } })).toEqual({ kind: 'match', r0 })
  })
  it.runIf(vectors.length === 0)(skipReason(DA_VECTORS, DA_VECTOR_COUNT), (ctx) => ctx.skip())

  it('computes the storage root of the 32 MiB of rows', () => {
    const payload = daPayload(1000)
    const rows = new Uint8Array(2 ** 25)
    for (let unit = 0; unit * 31 < payload.length; unit += 1) {
      rows.set(payload.subarray(31 * unit, 31 * unit + 31), 32 * unit)
    }
    rows.set([1000 & 255, 1000 >> 8], rows.length - 5)
    expect(toHex(daRowRoot(payload))).toBe(storageRoot(rows).root)
  })

  it('names both roots and accuses nobody when they differ', () => {
    const claim = claimOf(daPayload(5))
    const dataRoot = toHex(sha256(claim.bytes))
    const result = verifyDaWitness({ ...claim, dataRoot })
    expect(result).toMatchObject({ kind: 'mismatch', expected: dataRoot, found: claim.dataRoot })
    expect(result).toHaveProperty('reason', expect.stringContaining('full recomputation'))
  })

  it('matches no other bytes: one bit flipped, one byte more or less, zeros appended', () => {
    const honest = claimOf(daPayload(64))
    expect(verifyDaWitness(honest).kind).toBe('match')
    const changes = fc.oneof(
      fc.tuple(fc.nat(63), fc.nat(7)).map(([at, bit]) => flipped(honest.bytes, at, bit)),
      fc.nat(63).map((length) => honest.bytes.slice(0, length)),
      fc.integer({ min: 1, max: 40 }).map((zeros) => Uint8Array.from([...honest.bytes, ...new Uint8Array(zeros)])),
    )
    fc.assert(
      fc.property(changes, (bytes) => {
        expect(verifyDaWitness({ ...honest, bytes }).kind).toBe('mismatch')
      }),
      { numRuns: 150 },
    )
  })

  it('lets no witness other than the true one through, and none swapped', () => {
    const honest = claimOf(daPayload(64))
    const { r1, r2 } = honest.witness
    for (const witness of [
      { r1: r2, r2: r1 },
      { r1, r2: r1 },
      { r1: toHex(daRowRoot(honest.bytes)), r2 },
    ]) {
      expect(verifyDaWitness({ ...honest, witness }).kind).toBe('mismatch')
    }
  })

  it('refuses an inner hash of the tree as the payload of a shallower one', () => {
    // 64 bytes whose keccak256 is the root of some tree are not thereby its payload.
    const { witness, dataRoot, bytes } = claimOf(daPayload(64))
    const r0 = daRowRoot(bytes)
    const preimage = new Uint8Array(64)
    preimage.set(r0)
    preimage.set(Buffer.from(witness.r1.slice(2), 'hex'), 32)
    expect(verifyDaWitness({ bytes: preimage, dataRoot, witness }).kind).toBe('mismatch')
  })

  it.each([
    ['dataRoot', { dataRoot: '0x12' }],
    ['dataRoot', { dataRoot: `0x${'AB'.repeat(32)}` }],
    ['witness.r1', { witness: { r1: '0x', r2: `0x${'00'.repeat(32)}` } }],
    ['witness.r2', { witness: { r1: `0x${'00'.repeat(32)}`, r2: `0x${'00'.repeat(33)}` } }],
    ['bytes', { bytes: new Uint8Array(MAX_DA_PAYLOAD + 1) }],
  ])('refuses a malformed %s', (field, change) => {
    const claim = { ...claimOf(daPayload(1)), ...change } as DaClaim
    expect(verifyDaWitness(claim)).toMatchObject({ kind: 'refused', field })
  })

  it('takes a payload of the greatest size', () => {
    const bytes = new Uint8Array(MAX_DA_PAYLOAD)
    const [first, last] = [claimOf(bytes), claimOf(bytes.fill(1, -1))]
    expect(verifyDaWitness({ ...first, bytes }).kind).toBe('mismatch')
    expect(verifyDaWitness({ ...last, bytes }).kind).toBe('match')
  })
})

/** An honest claim with extensions that nobody computed: the witness may be any. */
function claimOf(bytes: Uint8Array): DaClaim {
  const [r1, r2] = [randomBytes(32), randomBytes(32)].map((seed) => keccak256(seed)) as [Uint8Array, Uint8Array]
  const dataRoot: Hex = toHex(foldRoots(daRowRoot(bytes), r1, r2))
  return { bytes, dataRoot, witness: { r1: toHex(r1), r2: toHex(r2) } }
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte))
}
