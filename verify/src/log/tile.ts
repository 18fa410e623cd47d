/** Tiles of c2sp.org/tlog-tiles: 256 hashes of one level of the tree in a file. */
import { HASH_BYTES, rootOfLeaves } from './hash.js'
import type { Node } from './range.js'

/** Levels of the tree in a tile, and hashes in a full one. */
export const TILE_HEIGHT = 8
export const TILE_WIDTH = 256
const MAX_LEVEL = 63

/** A tile of hashes at a level of tiles, or a bundle of entries; `width` is 256 where it is full. */
export interface Tile {
  level: number | 'entries'
  index: number
  width: number
}

/** Path below the log's prefix: `tile/0/x001/067.p/3`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) as string[]
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** The tile at a path; undefined for every other text, also for another spelling of a tile's path. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, name, width] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  if (level === undefined || name === undefined) return undefined
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replace(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  if (tile.width < 1 || (typeof tile.level === 'number' && tile.level > MAX_LEVEL)) return undefined
  return tilePath(tile) === path ? tile : undefined
}

/** The tiles of hashes that exist for a tree of `size` entries, level by level, from `from` entries on: what is new since. */
export function* tilesOf(size: number, from = 0): Generator<Tile & { level: number }> {
  for (let level = 0; Math.floor(size / TILE_WIDTH ** level) > 0; level += 1) {
    const [hashes, known] = [size, from].map((count) => Math.floor(count / TILE_WIDTH ** level)) as [number, number]
    if (hashes === known) continue
    for (let index = Math.floor(known / TILE_WIDTH); index * TILE_WIDTH < hashes; index += 1)
      yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) }
  }
}

/** The bundles of entries of a tree of `size` entries, from that of entry `from` on. */
export function* bundlesOf(size: number, from = 0): Generator<Tile & { level: 'entries' }> {
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < size; index += 1)
    yield { level: 'entries', index, width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH) }
}

/** The tile that holds a node of a tree of `size` entries, as wide as it is at that size. */
export function tileOfNode({ level, index }: Node, size: number): Tile & { level: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT)
  const at = Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH)
  const hashes = Math.floor(size / TILE_WIDTH ** tileLevel)
  return { level: tileLevel, index: at, width: Math.min(TILE_WIDTH, hashes - at * TILE_WIDTH) }
}

/** Hash of a node from the bytes of its tile. @throws RangeError where the tile has too few hashes. */
export function nodeInTile({ level, index }: Node, bytes: Uint8Array): Uint8Array {
  const span = 2 ** (level % TILE_HEIGHT)
  const first = (index * span) % TILE_WIDTH
  if ((first + span) * HASH_BYTES > bytes.length) throw new RangeError('The tile has fewer hashes than it should.')
  return rootOfLeaves(hashesOf(bytes.subarray(first * HASH_BYTES, (first + span) * HASH_BYTES)))
}

/** The hashes in a tile's bytes; a torn last one is left out. */
export function hashesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}

/** A tile's bytes. */
export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  hashes.forEach((hash, at) => {
    bytes.set(hash, at * HASH_BYTES)
  })
  return bytes
}
