import { MemData, MerkleTree } from '@0gfoundation/0g-ts-sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { findFixture, skipReason } from '../../testing/fixtures.js'
import { toHex } from '../hex.js'
import {
  createStorageRootHasher,
  identityFromNodes,
  paddedChunkCount,
  rootFromNodes,
  storageRoot,
} from './storageRoot.js'

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
    expect(() => rootFromNodes([])).toThrow('at least one node')
    expect(() => rootFromNodes([{ root: '0x12' }])).toThrow('node root must have 32 bytes, got 1')
  })
})
