import { MemData, MerkleTree } from '@0gfoundation/0g-ts-sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { findFixture, skipReason } from '../../testing/fixtures.js'
import { toHex } from '../hex.js'
import { paddedChunkCount } from './chunkTree.js'
import { createStorageRootHasher, storageRoot } from './storageRoot.js'
import { foldNodes, identityFromNodes } from './submission.js'

interface RootCase {
  n: number
  root: string | null
  padded: number
  nodes: [number, string][]
  identity: string | null
}
const FIXTURE = 'storage/roots.json'
const CASES_IN_FIXTURE = 14

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + 7) % 256)
}

async function* cut(bytes: Uint8Array, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}
async function* torn(): AsyncGenerator<Uint8Array> {
  yield pattern(1000)
  throw new Error('torn')
}

describe('storage root', () => {
  it('equals the known roots, padding, nodes and identities', (ctx) => {
    const cases = findFixture<RootCase[]>(FIXTURE)
    if (cases === undefined) return ctx.skip(skipReason(FIXTURE, CASES_IN_FIXTURE))
    expect(cases.length).toBe(CASES_IN_FIXTURE)
    for (const { n, root, padded, nodes, identity } of cases) {
      const found = storageRoot(pattern(n))
      expect(found, `size ${n}`).toEqual({
        root,
        paddedChunks: padded,
        nodes: nodes.map(([height, node]) => ({ height, root: node })),
      })
      if (identity !== null) expect(identityFromNodes(found.nodes), `size ${n}`).toBe(identity)
    }
  })

  it.each([1, 255, 256, 257, 511, 513, 3841, 4096, 4097, 8191, 8193, 65_537, 262_143, 262_145, 300_001, 1_048_577])(
    'equals the official SDK for %i bytes',
    async (size) => {
      const bytes = pattern(size)
      const file = new MemData(bytes)
      const [tree, treeError] = await file.merkleTree()
      const [submission, submissionError] = await file.createSubmission('0x')
      expect([treeError, submissionError]).toEqual([null, null])
      const found = storageRoot(bytes)
      expect(found.root).toBe(tree?.rootHash())
      const inner = (submission as unknown as { data?: { nodes: unknown }; nodes?: unknown }) ?? {}
      const nodes = (inner.data?.nodes ?? inner.nodes) as { root: string; height: bigint | number }[]
      expect(found.nodes).toEqual(nodes.map(({ root, height }) => ({ root, height: Number(height) })))
    },
  )

  it.each([5, 6, 7, 11, 24, 37])('folds subtrees as the SDK builds its tree over %i leaves', (count) => {
    const tree = new MerkleTree()
    const hasher = createStorageRootHasher()
    const chunks = paddedChunkCount(count)
    for (let leaf = 0; leaf < chunks; leaf += 1) {
      const chunk = new Uint8Array(256).fill(leaf < count ? leaf + 1 : 0)
      tree.addLeafByHash(toHex(keccak256(chunk)))
      if (leaf < count) hasher.update(chunk)
    }
    tree.build()
    expect(hasher.finish().root).toBe(tree.rootHash())
  })

  it('is the same however the bytes arrive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.nat(700), { maxLength: 8 }), (bytes, cuts) => {
        const hasher = createStorageRootHasher()
        let from = 0
        for (const cut of cuts) {
          hasher.update(bytes.subarray(from, from + cut))
          from = Math.min(bytes.length, from + cut)
        }
        hasher.update(bytes.subarray(from))
        expect(hasher.finish()).toEqual(storageRoot(bytes))
      }),
      { numRuns: 60 },
    )
  })

  it('is the same from a stream, whatever its pieces', async () => {
    for (const [size, piece] of [
      [0, 1],
      [1, 1],
      [300_001, 1000],
      [1_048_577, 262_144],
      [1_048_577, 262_145],
      [3_000_000, 1_500_000],
    ] as const) {
      const bytes = pattern(size)
      expect(await storageRoot(cut(bytes, piece)), `size ${size}`).toEqual(storageRoot(bytes))
    }
  })

  it('ends once, refuses what is no bytes, and passes on the error of a stream', async () => {
    const hasher = createStorageRootHasher()
    hasher.finish()
    expect(() => hasher.update(new Uint8Array(1))).toThrow('The file has ended')
    expect(() => hasher.finish()).toThrow('The file has ended')
    expect(() => createStorageRootHasher().update('text' as unknown as Uint8Array)).toThrow('got string')
    await expect(storageRoot(torn())).rejects.toThrow('torn')
  })

  it('does not hash the buffer of a piece after its turn', () => {
    const bytes = pattern(300_000)
    const hasher = createStorageRootHasher()
    const piece = bytes.slice(0, 1000)
    hasher.update(piece)
    piece.fill(0)
    hasher.update(bytes.subarray(1000))
    expect(hasher.finish()).toEqual(storageRoot(bytes))
  })

  it('changes with every byte', () => {
    const bytes = pattern(4097)
    const { root } = storageRoot(bytes)
    for (const at of [0, 255, 256, 4095, 4096]) {
      const flipped = bytes.slice()
      flipped[at] = (flipped[at] ?? 0) ^ 1
      expect(storageRoot(flipped).root, `byte ${at}`).not.toBe(root)
    }
  })

  it('gives an empty file no root, and refuses a submission without nodes', () => {
    expect(storageRoot(new Uint8Array())).toEqual({ root: null, paddedChunks: 0, nodes: [] })
    expect(() => foldNodes([])).toThrow('at least one node')
    expect(() => foldNodes([{ root: '0x12' }])).toThrow('node root must have 32 bytes, got 1')
  })
})
