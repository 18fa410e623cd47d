import { describe, expect, it } from 'vitest'
import { readerOf, someEntries, tilesByPath } from '../../testing/log.js'
import { createGrowingRoot, readGrowingRoot } from './growingRoot.js'
import { leafHash, rootOfLeaves } from './hash.js'

describe('a growing root', () => {
  const entries = someEntries(600)
  const leaves = entries.map(leafHash)

  it('is the root at every size', () => {
    const tree = createGrowingRoot()
    for (let size = 0; size < 70; size += 1) {
      expect(tree.root()).toEqual(rootOfLeaves(leaves.slice(0, size)))
      expect(tree.size()).toBe(size)
      tree.append(leaves[size] as Uint8Array)
    }
  })

  it.each([1, 2, 255, 256, 257, 511, 599])('goes on from the tiles of %i entries', async (size) => {
    const tree = await readGrowingRoot(readerOf(tilesByPath(entries.slice(0, size))), size)
    expect(tree.root()).toEqual(rootOfLeaves(leaves.slice(0, size)))
    for (const leaf of leaves.slice(size)) tree.append(leaf)
    expect(tree.root()).toEqual(rootOfLeaves(leaves))
  })
})
