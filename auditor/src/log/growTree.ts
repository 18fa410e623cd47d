import {
  bundlesOf,
  encodeEntries,
  hashesOf,
  joinHashes,
  leafHash,
  rootOfLeaves,
  type Tile,
  tilePath,
  tilesOf,
} from '@touchstone/verify'
import type { LogFolder } from './logFolder.js'

const WIDTH = 256

/** Entries from the first of the bundle in which the tree ended up to the new end. */
export interface Growth {
  oldSize: number
  /** Index of the first entry of `entries`: `oldSize` rounded down to a whole bundle. */
  from: number
  entries: readonly Uint8Array[]
}

/**
 * Writes the tiles and bundles that a tree gains. Each depends on entries alone, so that writing them again after a crash
 * writes the same bytes. Cost: one hash a new entry and 1/255 more for the levels above, one file a touched tile, and at
 * most one read a level: O(new entries + log n).
 * @returns the tiles that became full, whose partial forms may go once a checkpoint covers them.
 */
export async function growTree(folder: LogFolder, { oldSize, from, entries }: Growth): Promise<Tile[]> {
  const size = from + entries.length
  for (const tile of bundlesOf(size, oldSize)) {
    const start = tile.index * WIDTH - from
    await folder.write(tilePath(tile), encodeEntries(entries.slice(start, start + tile.width)))
  }
  const touched: Tile[] = [...bundlesOf(size, oldSize)]
  let fresh = entries.slice(oldSize - from).map(leafHash)
  for (let level = 0; fresh.length > 0; level += 1) {
    const tiles = [...tilesOf(size, oldSize)].filter((tile) => tile.level === level)
    fresh = await writeLevel(folder, tiles, Math.floor(oldSize / WIDTH ** level), fresh)
    touched.push(...tiles)
  }
  return touched.filter(({ width }) => width === WIDTH)
}

/** @returns the hashes that the next level gains. */
async function writeLevel(
  folder: LogFolder,
  tiles: readonly (Tile & { level: number })[],
  known: number,
  fresh: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const above: Uint8Array[] = []
  for (const tile of tiles) {
    const start = tile.index * WIDTH
    const kept = known > start ? hashesOf(await folder.readTile({ ...tile, width: known - start })) : []
    const first = start + kept.length - known
    const hashes = [...kept, ...fresh.slice(first, first + tile.width - kept.length)]
    await folder.write(tilePath(tile), joinHashes(hashes))
    if (tile.width === WIDTH) above.push(rootOfLeaves(hashes))
  }
  return above
}
