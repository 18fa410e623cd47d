import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paddedChunkCount } from './chunkTree.js'
import { storageRoot } from './storageRoot.js'
import { checkSubmission, foldNodes, identityFromNodes } from './submission.js'

function nodesOf(...heights: number[]) {
  return heights.map((height) => ({ height }))
}

describe('form of a submission', () => {
  it('is valid for every file as clients pad it', () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(262_144, 262_145, 1_048_577, 3_000_000))
    fc.assert(
      fc.property(sizes, (size) => {
        const { nodes, paddedChunks } = storageRoot(new Uint8Array(size))
        const valid = { kind: 'valid', sectors: BigInt(paddedChunks) }
        expect(checkSubmission(BigInt(size), nodes)).toEqual(valid)
        expect(checkSubmission(BigInt(paddedChunks * 256 + 1), nodes).kind).toBe('invalid')
        expect(checkSubmission(0n, nodes).kind).toBe('invalid')
      }),
      { numRuns: 50 },
    )
  })

  it.each<[string, bigint, number[], string]>([
    ['no nodes', 1n, [], 'it has no nodes'],
    ['equal heights', 512n, [0, 0], 'does not descend'],
    ['rising heights', 768n, [0, 1], 'does not descend'],
    ['a wide spread', 4352n, [4, 0], 'more than three apart'],
    ['a negative height', 1n, [-1], 'not a whole number'],
    ['half a height', 1n, [0.5], 'not a whole number'],
    ['no number', 1n, [Number.NaN], 'not a whole number'],
    ['height 64', 1n, [64], 'not a whole number'],
    ['no bytes', 0n, [0], 'would fit fewer'],
    ['a negative size', -1n, [0], 'would fit fewer'],
    ['a byte too many', 257n, [0], 'do not fit'],
    ['a sector too many below 16', 256n, [1], 'would fit fewer'],
    ['a sixteenth too many in one node', 15n * 256n, [4], 'would fit fewer'],
    ['an eighth of the first node too many', 16n * 256n, [4, 1], 'would fit fewer'],
  ])('is refused with %s', (_, size, heights, why) => {
    expect(checkSubmission(size, nodesOf(...heights))).toEqual({ kind: 'invalid', why: expect.stringContaining(why) })
  })

  it('lies on the right side of each edge', () => {
    expect(checkSubmission(15n * 256n + 1n, nodesOf(4)).kind).toBe('valid')
    expect(checkSubmission(16n * 256n + 1n, nodesOf(4, 1)).kind).toBe('valid')
    expect(checkSubmission(2n ** 71n, nodesOf(63))).toEqual({ kind: 'valid', sectors: 2n ** 63n })
  })

  it('leaves one number of sectors for each size', () => {
    const below = [[], [3], [2], [2, 3], [1], [1, 3], [1, 2], [1, 2, 3]]
    const shapes = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((first) =>
      below.map((steps) => [first, ...steps.map((step) => first - step).filter((height) => height >= 0)]),
    )
    for (let chunks = 1; chunks < 250; chunks += 1) {
      const valid = shapes.map((heights) => checkSubmission(BigInt(chunks * 256), nodesOf(...heights)))
      const sectors = valid.flatMap((form) => (form.kind === 'valid' ? [Number(form.sectors)] : []))
      expect([...new Set(sectors)], `${chunks} chunks`).toEqual([paddedChunkCount(chunks)])
    }
  })
})

describe('padding', () => {
  it('is exact where logarithms round', () => {
    expect(paddedChunkCount(2 ** 44 + 1)).toBe(2 ** 44 + 2 ** 41)
    expect(paddedChunkCount(2 ** 49)).toBe(2 ** 49)
    expect(paddedChunkCount(2 ** 49 + 1)).toBe(2 ** 49 + 2 ** 46)
    expect(paddedChunkCount(2 ** 49 - 1)).toBe(2 ** 49)
  })
})

describe('nodes of a submission', () => {
  const root = (byte: number) => ({ root: `0x${byte.toString(16).padStart(2, '0').repeat(32)}` as const })

  it('fold to themselves where there is one, and to the identity where there are two', () => {
    expect(foldNodes([root(1)])).toBe(root(1).root)
    expect(identityFromNodes([root(1)])).not.toBe(root(1).root)
    expect(foldNodes([root(1), root(2)])).toBe(identityFromNodes([root(1), root(2)]))
    expect(foldNodes([root(1), root(2), root(3)])).not.toBe(identityFromNodes([root(1), root(2), root(3)]))
  })

  it('depend on their order and on each of them', () => {
    const folded = [
      [1, 2, 3],
      [2, 1, 3],
      [1, 3, 2],
      [1, 2],
      [1, 2, 3, 3],
    ].map((bytes) => foldNodes(bytes.map(root)))
    expect(new Set(folded).size).toBe(5)
  })

  it.each([foldNodes, identityFromNodes])('are refused when missing or cut: %o', (of) => {
    expect(() => of([])).toThrow('at least one node')
    expect(() => of([{ root: '0x12' }])).toThrow('node root must have 32 bytes, got 1')
    expect(() => of([{ root: '0xzz' }])).toThrow()
  })
})
