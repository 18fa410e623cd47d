import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { encodeEntries } from '../src/log/entries.js'
import { leafHash, rootOfLeaves } from '../src/log/hash.js'
import { bundlesOf, joinHashes, type Tile, tilePath, tilesOf } from '../src/log/tile.js'

/** A key that follows from a name. */
export function namedKey(name: string) {
  const seed = new Uint8Array(createHash('sha256').update(name).digest())
  return { publicKey: ed25519.getPublicKey(seed), sign: (message: Uint8Array) => ed25519.sign(message, seed) }
}

/** Every tile and bundle of a log of these entries, by path; tiles made in the plainest way there is. */
export function tilesByPath(entries: readonly Uint8Array[]): Map<string, Uint8Array> {
  const leaves = entries.map(leafHash)
  const files = new Map<string, Uint8Array>()
  for (const tile of tilesOf(entries.length)) {
    const span = 256 ** tile.level
    const hashes = Array.from({ length: tile.width }, (_, at) => {
      const start = (tile.index * 256 + at) * span
      return rootOfLeaves(leaves.slice(start, start + span))
    })
    files.set(tilePath(tile), joinHashes(hashes))
  }
  for (const tile of bundlesOf(entries.length)) {
    const start = tile.index * 256
    files.set(tilePath(tile), encodeEntries(entries.slice(start, start + tile.width)))
  }
  return files
}

/** A reader of such files. */
export function readerOf(files: ReadonlyMap<string, Uint8Array>) {
  return async (tile: Tile): Promise<Uint8Array> => {
    const found = files.get(tilePath(tile))
    if (found === undefined) throw new Error(`There is no ${tilePath(tile)}.`)
    return found
  }
}

/** Entries that follow from a word. */
export function someEntries(count: number, word = 'entry'): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => new TextEncoder().encode(`${word} ${at}`))
}
