/** Roots and proofs from tiles. What is read may be wrong: only a comparison with a signed root says whether it is. */
import { consistencyRanges, foldNodeHashes, inclusionRanges, nodesOf, type Range } from './range.js'
import { nodeInTile, type Tile, tileOfNode, tilePath } from './tile.js'

/** Bytes of a tile. @throws where there are none. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>

/** Remembers the tiles that were read, for as many questions as are asked of one tree. */
export function rememberTiles(read: ReadTile): ReadTile {
  const known = new Map<string, Promise<Uint8Array>>()
  return (tile) => {
    const path = tilePath(tile)
    const found = known.get(path) ?? read(tile)
    known.set(path, found)
    return found
  }
}

/** Root of the first `size` entries, from the tiles of a tree of `treeSize`, which has at least as many. */
export function readRoot(read: ReadTile, size: number, treeSize = size): Promise<Uint8Array> {
  return readRange(read, { start: 0, end: size }, treeSize)
}

/** Inclusion proof of an entry in the tree of `size` entries, from its sibling upwards. Needs index < size. */
export function readInclusion(read: ReadTile, index: number, size: number): Promise<Uint8Array[]> {
  return Promise.all(inclusionRanges(index, size).map((range) => readRange(read, range, size)))
}

/** Consistency proof from the tree of `oldSize` entries to that of `newSize`. */
export function readConsistency(read: ReadTile, oldSize: number, newSize: number): Promise<Uint8Array[]> {
  return Promise.all(consistencyRanges(oldSize, newSize).map((range) => readRange(read, range, newSize)))
}

async function readRange(read: ReadTile, range: Range, size: number): Promise<Uint8Array> {
  const hashes = nodesOf(range).map(async (node) => nodeInTile(node, await read(tileOfNode(node, size))))
  return foldNodeHashes(await Promise.all(hashes))
}
