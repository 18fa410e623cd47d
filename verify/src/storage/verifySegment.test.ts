import { MemData } from '@0gfoundation/0g-ts-sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimOf, pattern, withProof } from '../../testing/segments.js'
import { SEGMENT_BYTES } from './chunkTree.js'
import { buildSegmentProof, type SegmentProof } from './segmentProof.js'
import { storageRoot } from './storageRoot.js'
import { verifySegment } from './verifySegment.js'

const refused = expect.objectContaining({ kind: 'mismatch', why: expect.any(String) })

describe('segments with the proofs of the official SDK', () => {
  it.each([1, 256, 257, 4097, 262_144, 262_145, 600_000])('are accepted, all of %i bytes', async (size) => {
    const bytes = pattern(size)
    const [tree, error] = await new MemData(bytes).merkleTree()
    if (tree === null) throw error
    for (let index = 0; index < Math.ceil(size / SEGMENT_BYTES); index += 1) {
      const { lemma, path } = tree.proofAt(index) as unknown as SegmentProof
      expect(buildSegmentProof(bytes, index), `segment ${index}`).toEqual({ lemma, path })
      expect(verifySegment(claimOf(bytes, index, { lemma, path })), `segment ${index}`).toEqual({ kind: 'match' })
    }
  })

  it('are accepted deep in a large file, and none for a segment of padding alone', async () => {
    const bytes = pattern(4_194_305)
    const [tree, error] = await new MemData(bytes).merkleTree()
    if (tree === null) throw error
    for (const index of [0, 5, 10, 15, 16, 17]) {
      const { lemma, path } = tree.proofAt(index) as unknown as SegmentProof
      expect(buildSegmentProof(bytes, index), `segment ${index}`).toEqual({ lemma, path })
      const outcome = verifySegment(claimOf(bytes, index, { lemma, path }))
      const why = 'a file of 4194305 bytes has no bytes in segment 17'
      expect(outcome, `segment ${index}`).toEqual(index === 17 ? { kind: 'mismatch', why } : { kind: 'match' })
    }
  })
})

describe('a changed segment', () => {
  it('is refused under another index, under another size and for another segment’s proof', () => {
    const bytes = pattern(1_000_000)
    const claim = claimOf(bytes, 1)
    for (const index of [0, 2, 3, 4, -1, 0.5, Number.NaN, 2 ** 53])
      expect(verifySegment({ ...claim, index })).toEqual(refused)
    // A size with the same path is not noticed: the proof says nothing about what stands beside it.
    for (const fileSize of [0, -1, 1, 262_144, 524_288, 1_048_577, 2_000_000, 1.5, Number.NaN, 2 ** 60])
      expect(verifySegment({ ...claim, fileSize }), `${fileSize}`).toEqual(refused)
    expect(verifySegment({ ...claim, proof: buildSegmentProof(bytes, 2) })).toEqual(refused)
    const last = claimOf(bytes, 3)
    // In the same shape of tree, a size one off shows in the segment's length or in the zeros after it.
    for (const fileSize of [999_999, 1_000_193, 999_936]) expect(verifySegment({ ...last, fileSize })).toEqual(refused)
  })

  it('is refused with hashes or sides missing or added', () => {
    const claim = claimOf(pattern(1_000_000), 2)
    const { lemma, path } = claim.proof
    const [own = '0x', ...rest] = lemma
    const changes: Partial<SegmentProof>[] = [
      { lemma: rest },
      { lemma: lemma.slice(0, -1) },
      { lemma: [...lemma, claim.root] },
      { lemma: [own, own, ...rest] },
      { lemma: [] },
      { path: path.slice(1) },
      { path: [...path, true] },
      { path: [] },
      { lemma: [own, ...rest.slice(1)], path: path.slice(1) },
      { lemma: lemma.toReversed() },
      { path: path.toReversed() },
    ]
    for (const change of changes)
      expect(verifySegment(withProof(claim, change)), JSON.stringify(change)).toEqual(refused)
  })
})

describe('a forged segment', () => {
  const honest = claimOf(pattern(1_000_000), 0)
  const forgedData = new Uint8Array(SEGMENT_BYTES).fill(0xee)
  const forgedRoot = storageRoot(forgedData).root ?? '0x'

  it('with its own root as the only hash is refused, though the SDK’s proof check passes it', () => {
    expect(verifySegment({ ...honest, data: forgedData, proof: { lemma: [forgedRoot], path: [] } })).toEqual(refused)
    const whole = claimOf(pattern(262_144), 0)
    expect(verifySegment({ ...whole, data: forgedData, proof: { lemma: [forgedRoot], path: [] } })).toMatchObject({
      why: 'the proof leads to another root',
      expected: whole.root,
      found: forgedRoot,
    })
    expect(verifySegment({ ...whole, data: forgedData })).toMatchObject({ why: 'the bytes have another segment root' })
  })

  it('with the right root at the end of a foreign proof is refused', () => {
    const lemma = [forgedRoot, ...honest.proof.lemma.slice(1)]
    expect(verifySegment({ ...honest, data: forgedData, proof: { ...honest.proof, lemma } })).toMatchObject({
      why: 'the proof does not fold to the root',
    })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'proof'],
    ['no lists', {}],
    ['numbers as hashes', { lemma: [1, 2, 3, 4], path: honest.proof.path }],
    ['upper-case hashes', { ...honest.proof, lemma: honest.proof.lemma.map((hash) => hash.toUpperCase()) }],
    ['short hashes', { ...honest.proof, lemma: honest.proof.lemma.map((hash) => hash.slice(0, -2)) }],
    ['numbers as sides', { ...honest.proof, path: honest.proof.path.map(Number) }],
    ['a very long path', { ...honest.proof, path: new Array(100_000).fill(true) }],
  ])('with %s as its proof is refused without an exception', (_, proof) => {
    expect(verifySegment({ ...honest, proof: proof as SegmentProof })).toEqual(refused)
  })

  it('with data of another length or kind is refused', () => {
    const last = claimOf(pattern(1_000_000), 3)
    for (const size of [0, 1, 255, last.data.length - 1, last.data.length + 1, last.data.length + 256, SEGMENT_BYTES])
      expect(verifySegment({ ...last, data: new Uint8Array(size) }), `${size}`).toEqual(refused)
    expect(verifySegment({ ...last, data: 'text' as unknown as Uint8Array })).toEqual(refused)
    expect(verifySegment({ ...last, root: '0x12' })).toEqual(refused)
  })

  it('is refused whatever is served for a small file', () => {
    const claim = claimOf(pattern(300_000), 1)
    const hash = fc.oneof(fc.constantFrom(...claim.proof.lemma), fc.constant(forgedRoot), fc.string())
    const proofs = fc.record({
      lemma: fc.array(hash, { maxLength: 5 }),
      path: fc.array(fc.boolean(), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(proofs, (proof) => {
        const isHonest = JSON.stringify(proof) === JSON.stringify(claim.proof)
        expect(verifySegment({ ...claim, proof: proof as SegmentProof }).kind).toBe(isHonest ? 'match' : 'mismatch')
      }),
      { numRuns: 300 },
    )
  })
})

describe('proof of a segment', () => {
  it.each([
    [0, 0],
    [1, 1],
    [262_145, 2],
    [1000, -1],
    [1000, 0.5],
    [1000, Number.NaN],
  ])('does not exist in a file of %i bytes at %d', (size, index) => {
    const segments = Math.ceil(size / SEGMENT_BYTES)
    const error = new RangeError(`Segment ${index} is out of bound: the file has ${segments}.`)
    expect(() => buildSegmentProof(pattern(size), index)).toThrow(error)
  })
})
