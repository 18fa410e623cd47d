import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readerOf, someEntries, tilesByPath } from '../../testing/log.js'
import { EMPTY_ROOT, isSameHash, leafHash, nodeHash, rootOfLeaves } from './hash.js'
import { verifyConsistency, verifyInclusion } from './proof.js'
import { readConsistency, readInclusion, readRoot, rememberTiles } from './treeReader.js'

// The leaves of the test data of Certificate Transparency, and the roots of its first eight trees.
const LEAVES = [
  ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657'],
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(hexToBytes(hex)))
const ROOTS: [number, string][] = [
  [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
]

/** Paths by the definition in RFC 6962, section 2.1.1 and 2.1.2. */
function definedPath(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  const [left, right] = halve(leaves)
  return index < left.length
    ? [...definedPath(index, left), rootOfLeaves(right)]
    : [...definedPath(index - left.length, right), rootOfLeaves(left)]
}
function definedConsistency(old: number, leaves: Uint8Array[], isWhole = true): Uint8Array[] {
  if (old === leaves.length) return isWhole ? [] : [rootOfLeaves(leaves)]
  const [left, right] = halve(leaves)
  return old <= left.length
    ? [...definedConsistency(old, left, isWhole), rootOfLeaves(right)]
    : [...definedConsistency(old - left.length, right, false), rootOfLeaves(left)]
}
function halve(leaves: Uint8Array[]): [Uint8Array[], Uint8Array[]] {
  let middle = 1
  while (middle * 2 < leaves.length) middle *= 2
  return [leaves.slice(0, middle), leaves.slice(middle)]
}

describe('the tree', () => {
  it.each(ROOTS)('of the first %i known leaves has the known root', (size, root) => {
    expect(bytesToHex(rootOfLeaves(LEAVES.slice(0, size)))).toBe(root)
  })

  it('is cut at the largest power of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), (size) => {
        const leaves = someEntries(size).map(leafHash)
        const [left, right] = halve(leaves)
        expect(rootOfLeaves(leaves)).toEqual(nodeHash(rootOfLeaves(left), rootOfLeaves(right)))
      }),
    )
  })
})

describe('proofs from tiles', () => {
  const entries = someEntries(700)
  const leaves = entries.map(leafHash)

  it.each([1, 2, 255, 256, 257, 511, 512, 700])('of a tree of %i entries are those of the definition', async (size) => {
    const read = rememberTiles(readerOf(tilesByPath(entries.slice(0, size))))
    const root = rootOfLeaves(leaves.slice(0, size))
    expect(await readRoot(read, size)).toEqual(root)
    for (const index of [0, 1, 2, 127, 128, 254, 255, 256, 300, 511, 512, size - 1].filter((at) => at < size)) {
      const path = await readInclusion(read, index, size)
      expect(path).toEqual(definedPath(index, leaves.slice(0, size)))
      expect(verifyInclusion({ leaf: leaves[index] as Uint8Array, index, size, root, path })).toBe(true)
    }
    for (const old of [1, 2, 3, 128, 255, 256, 257, 511, 512, size].filter((at) => at <= size)) {
      const path = await readConsistency(read, old, size)
      expect(path).toEqual(definedConsistency(old, leaves.slice(0, size)))
      const oldRoot = rootOfLeaves(leaves.slice(0, old))
      expect(verifyConsistency({ oldSize: old, oldRoot, newSize: size, newRoot: root, path })).toBe(true)
    }
  })

  it('reach into the third level of tiles', async () => {
    const many = someEntries(65_536 + 300)
    const read = rememberTiles(readerOf(tilesByPath(many)))
    const hashes = many.map(leafHash)
    const [size, root] = [many.length, rootOfLeaves(hashes)]
    expect(await readRoot(read, size)).toEqual(root)
    for (const index of [0, 65_535, 65_536, size - 1]) {
      const path = await readInclusion(read, index, size)
      expect(verifyInclusion({ leaf: hashes[index] as Uint8Array, index, size, root, path })).toBe(true)
    }
    const path = await readConsistency(read, 65_536, size)
    const oldRoot = rootOfLeaves(hashes.slice(0, 65_536))
    expect(verifyConsistency({ oldSize: 65_536, oldRoot, newSize: size, newRoot: root, path })).toBe(true)
  })
})

describe('a changed proof', () => {
  const change = fc.record({ at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }), byte: fc.nat({ max: 31 }) })
  const flip = (hashes: Uint8Array[], { at, bit, byte }: { at: number; bit: number; byte: number }) =>
    hashes.map((hash, index) => {
      const copy = hash.slice()
      if (index === at % hashes.length) copy[byte] = (copy[byte] as number) ^ (1 << bit)
      return copy
    })

  it('of inclusion is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), change, (size, pick, bit) => {
        const leaves = someEntries(size).map(leafHash)
        const index = pick % size
        const path = definedPath(index, leaves)
        const claim = { leaf: leaves[index] as Uint8Array, index, size, root: rootOfLeaves(leaves), path }
        expect(verifyInclusion(claim)).toBe(true)
        const [leaf, root, ...flipped] = flip([claim.leaf, claim.root, ...path], bit) as [Uint8Array, Uint8Array]
        expect(verifyInclusion({ ...claim, leaf, root, path: flipped })).toBe(false)
        expect(verifyInclusion({ ...claim, path: [...path, EMPTY_ROOT] })).toBe(false)
        if (path.length > 0) expect(verifyInclusion({ ...claim, path: path.slice(1) })).toBe(false)
        for (const other of [index + 1, size, -1, 0.5, Number.NaN])
          expect(verifyInclusion({ ...claim, index: other }), `index ${other}`).toBe(false)
      }),
    )
  })

  it('of consistency is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), change, (newSize, pick, bit) => {
        const leaves = someEntries(newSize).map(leafHash)
        const oldSize = 1 + (pick % (newSize - 1))
        const path = definedConsistency(oldSize, leaves)
        const [oldRoot, newRoot] = [rootOfLeaves(leaves.slice(0, oldSize)), rootOfLeaves(leaves)]
        const claim = { oldSize, oldRoot, newSize, newRoot, path }
        expect(verifyConsistency(claim)).toBe(true)
        const [oldFlipped, newFlipped, ...flipped] = flip([oldRoot, newRoot, ...path], bit) as [Uint8Array, Uint8Array]
        expect(verifyConsistency({ ...claim, oldRoot: oldFlipped, newRoot: newFlipped, path: flipped })).toBe(false)
        expect(verifyConsistency({ ...claim, path: [...path, EMPTY_ROOT] })).toBe(false)
        expect(verifyConsistency({ ...claim, path: path.slice(1) })).toBe(false)
        expect(verifyConsistency({ ...claim, oldSize: newSize, newSize: oldSize })).toBe(false)
        expect(verifyConsistency({ ...claim, oldSize: 0 })).toBe(false)
      }),
    )
  })

  it('between trees of one size takes the same root and no hashes', () => {
    const root = leafHash(new Uint8Array(1))
    const claim = { oldSize: 1, oldRoot: root, newSize: 1, newRoot: root, path: [] }
    expect(verifyConsistency(claim)).toBe(true)
    expect(verifyConsistency({ ...claim, path: [root] })).toBe(false)
    expect(verifyConsistency({ ...claim, newRoot: EMPTY_ROOT })).toBe(false)
    expect(verifyConsistency({ ...claim, oldSize: 0, oldRoot: EMPTY_ROOT })).toBe(true)
    expect(verifyConsistency({ ...claim, oldSize: 0, oldRoot: root })).toBe(false)
    expect(verifyConsistency({ ...claim, oldRoot: root.subarray(1) })).toBe(false)
  })
})

describe('a proof that somebody made up, with the root that it leads to', () => {
  const [a, b, c] = someEntries(3).map(leafHash) as [Uint8Array, Uint8Array, Uint8Array]
  const short = c.subarray(1)

  it('is none of inclusion', () => {
    const two = { leaf: a, index: 0, size: 2, root: nodeHash(a, b), path: [b] }
    expect(verifyInclusion(two)).toBe(true)
    expect(verifyInclusion({ ...two, root: a, path: [] }), 'ends below the root').toBe(false)
    expect(verifyInclusion({ ...two, size: 3 }), 'ends below the root').toBe(false)
    expect(verifyInclusion({ ...two, root: nodeHash(c, two.root), path: [b, c] }), 'goes beyond it').toBe(false)
    expect(verifyInclusion({ ...two, size: 1, root: nodeHash(b, a) }), 'goes beyond it').toBe(false)
    expect(verifyInclusion({ ...two, root: nodeHash(a, short), path: [short] }), 'a torn hash').toBe(false)
    expect(verifyInclusion({ ...two, leaf: short, root: nodeHash(short, b) }), 'a torn leaf').toBe(false)
    for (const size of [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(verifyInclusion({ ...two, size }), `size ${size}`).toBe(false)
  })

  it('is none of consistency', () => {
    const grown = nodeHash(nodeHash(a, b), c)
    const three = { oldSize: 2, oldRoot: nodeHash(a, b), newSize: 3, newRoot: grown, path: [c] }
    expect(verifyConsistency(three)).toBe(true)
    expect(verifyConsistency({ ...three, newRoot: three.oldRoot, path: [] }), 'ends below the root').toBe(false)
    expect(verifyConsistency({ ...three, newRoot: nodeHash(grown, a), path: [c, a] }), 'goes beyond it').toBe(false)
    expect(verifyConsistency({ ...three, newRoot: nodeHash(three.oldRoot, short), path: [short] })).toBe(false)
    expect(verifyConsistency({ ...three, oldRoot: short, newRoot: nodeHash(short, c) })).toBe(false)
    // The old tree is no whole subtree of the new one here: the path has to begin with what they share.
    const odd = { oldSize: 3, oldRoot: grown, newSize: 4, newRoot: nodeHash(nodeHash(a, b), nodeHash(c, a)) }
    expect(verifyConsistency({ ...odd, path: [c, a, nodeHash(a, b)] })).toBe(true)
    expect(verifyConsistency({ ...odd, path: [] })).toBe(false)
    expect(verifyConsistency({ ...odd, path: [c, a] })).toBe(false)
  })

  it('is none of the empty tree, unless it is empty itself', () => {
    const claim = { oldSize: 0, oldRoot: EMPTY_ROOT, newSize: 1, newRoot: a, path: [] }
    expect(verifyConsistency(claim)).toBe(true)
    expect(verifyConsistency({ ...claim, path: [a] })).toBe(false)
    expect(verifyConsistency({ ...claim, oldRoot: a })).toBe(false)
  })

  it.each([Number.NaN, 1.5, -1, Number.NEGATIVE_INFINITY, 2 ** 53])('is none of a tree of %d', (size) => {
    const claim = { oldSize: 1, oldRoot: a, newSize: 2, newRoot: nodeHash(a, b), path: [b] }
    expect(verifyConsistency(claim)).toBe(true)
    expect(verifyConsistency({ ...claim, oldSize: size })).toBe(false)
    expect(verifyConsistency({ ...claim, newSize: size })).toBe(false)
    expect(verifyConsistency({ ...claim, oldSize: size, newSize: size, newRoot: a, path: [] })).toBe(false)
  })

  it('compares hashes over their whole length', () => {
    expect(isSameHash(a, a.slice())).toBe(true)
    expect(isSameHash(a.subarray(0, 31), a)).toBe(false)
    expect(isSameHash(a, a.subarray(0, 31))).toBe(false)
    expect(isSameHash(new Uint8Array(), a)).toBe(false)
  })
})
