import { MemData, type MerkleTree } from '@0gfoundation/0g-ts-sdk'
import { describe, expect, it } from 'vitest'
import { claimOf, pattern, withProof } from '../../testing/segments.js'
import type { Hex } from '../subject.js'
import { SEGMENT_BYTES } from './chunkTree.js'
import { buildSegmentProof, type SegmentProof } from './segmentProof.js'
import { verifySegment } from './verifySegment.js'

/** Twelve sizes with 52 segments: whole chunks and not, whole segments and not, padding of a whole segment. */
const SIZES = [
  1, 256, 257, 4097, 262_144, 262_145, 524_288, 524_289, 1_000_000, 1_572_865, 3_000_000, 4_194_305,
] as const

function flipText(hash: Hex, byte: number): Hex {
  const at = 2 + 2 * byte
  const flipped = (Number.parseInt(hash.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0')
  return `${hash.slice(0, at)}${flipped}${hash.slice(at + 2)}` as Hex
}
function countSegments(size: number): number {
  return Math.ceil(size / SEGMENT_BYTES)
}
async function sdkTree(bytes: Uint8Array): Promise<MerkleTree> {
  const [tree, error] = await new MemData(bytes).merkleTree()
  if (tree === null) throw error
  return tree
}
const refused = expect.objectContaining({ kind: 'mismatch', why: expect.any(String) })

describe('segments with the proofs of the official SDK', () => {
  it.each(SIZES)('are accepted, all of %i bytes, cut or in whole chunks', async (size) => {
    const bytes = pattern(size)
    const tree = await sdkTree(bytes)
    for (let index = 0; index < countSegments(size); index += 1) {
      const { lemma, path } = tree.proofAt(index) as unknown as SegmentProof
      expect(buildSegmentProof(bytes, index), `segment ${index}`).toEqual({ lemma, path })
      const claim = claimOf(bytes, index, { lemma, path })
      expect(verifySegment(claim), `segment ${index}`).toEqual({ kind: 'match' })
      const cut = bytes.subarray(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES)
      expect(verifySegment({ ...claim, data: cut }), `segment ${index}`).toEqual({ kind: 'match' })
    }
  })

  it('are 52', () => {
    expect(SIZES.map(countSegments).reduce((sum, count) => sum + count)).toBe(52)
  })
})

describe('a changed segment', () => {
  const claims = SIZES.flatMap((size) => {
    const bytes = pattern(size)
    return Array.from({ length: countSegments(size) }, (_, index) => claimOf(bytes, index))
  })

  it('is refused for every flipped byte of small data, its zeros included', () => {
    const small = claims.filter(({ data }) => data.length <= 4352)
    expect(small).toHaveLength(8)
    for (const claim of small)
      for (let at = 0; at < claim.data.length; at += 1) {
        const data = claim.data.with(at, (claim.data[at] ?? 0) ^ 0x80)
        expect(verifySegment({ ...claim, data }).kind, `${claim.fileSize}, byte ${at}`).toBe('mismatch')
      }
  })

  it('is refused for a flipped byte in every chunk of large data', () => {
    for (const claim of claims.filter(({ fileSize, index }) => fileSize === 524_289 && index < 2))
      for (let chunk = 0; chunk < claim.data.length / 256; chunk += 1) {
        const at = chunk * 256 + ((chunk * 37) % 256)
        const data = claim.data.with(at, (claim.data[at] ?? 0) ^ 1)
        expect(verifySegment({ ...claim, data }).kind, `byte ${at}`).toBe('mismatch')
      }
  })

  it('is refused for every flipped byte of every hash and every flipped side, in all 52', () => {
    let flips = 0
    for (const claim of claims) {
      const { lemma, path } = claim.proof
      for (const [at, hash] of lemma.entries())
        for (let byte = 0; byte < 32; byte += 1, flips += 1) {
          const changed = withProof(claim, { lemma: lemma.with(at, flipText(hash, byte)) })
          expect(verifySegment(changed).kind, `${claim.fileSize}/${claim.index}, hash ${at}`).toBe('mismatch')
        }
      for (const [at, side] of path.entries()) {
        flips += 1
        expect(verifySegment(withProof(claim, { path: path.with(at, !side) }))).toEqual(refused)
      }
    }
    expect(flips).toBeGreaterThan(8_000)
  })

  it('is refused for every flipped byte of the root', () => {
    for (const claim of claims.filter(({ index }) => index === 0))
      for (let byte = 0; byte < 32; byte += 1)
        expect(verifySegment({ ...claim, root: flipText(claim.root, byte) })).toEqual(refused)
  })
})
