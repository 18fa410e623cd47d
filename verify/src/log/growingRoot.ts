/** The root of a tree that only grows: the hashes of its complete subtrees and nothing else. */
import { nodeHash } from './hash.js'
import { foldNodeHashes, nodesOf } from './range.js'
import { nodeInTile, tileOfNode } from './tile.js'
import type { ReadTile } from './treeReader.js'

export interface GrowingRoot {
  append(leaf: Uint8Array): void
  size(): number
  root(): Uint8Array
}

/** A tree of `size` leaves whose complete subtrees have these hashes, from the left; an empty one by default. */
export function createGrowingRoot(size = 0, hashes: readonly Uint8Array[] = []): GrowingRoot {
  const subtrees = [...hashes]
  let leaves = size
  return {
    append: (leaf) => {
      let hash = leaf
      // Each subtree that is as large as the one to its right joins with it.
      for (let left = leaves; left % 2 === 1; left = (left - 1) / 2) hash = nodeHash(subtrees.pop() as Uint8Array, hash)
      subtrees.push(hash)
      leaves += 1
    },
    size: () => leaves,
    root: () => foldNodeHashes(subtrees),
  }
}

/** The first `size` entries as the tiles of a tree of `treeSize` give them: their root has to be compared with one that is known. */
export async function readGrowingRoot(read: ReadTile, size: number, treeSize = size): Promise<GrowingRoot> {
  const hashes = nodesOf({ start: 0, end: size }).map(async (node) =>
    nodeInTile(node, await read(tileOfNode(node, treeSize))),
  )
  return createGrowingRoot(size, await Promise.all(hashes))
}
