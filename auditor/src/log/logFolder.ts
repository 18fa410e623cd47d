import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseTilePath, type Tile, tilePath } from '@touchstone/verify'

/** Path of the newest checkpoint within the folder. */
export const CHECKPOINT = 'checkpoint'
/** Path of the newest checkpoint that stands on chain, with where it does, as JSON. */
export const ANCHOR = 'anchor'

/** The log as files, in the layout in which it is served: `checkpoint`, `anchor` and `tile/…`. */
export interface LogFolder {
  /** On disk, whole, before this resolves. @throws RangeError for a path that is none of a log's. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** The bytes, or undefined where there are none, also for a path that is none of a log's. */
  find(path: string): Promise<Uint8Array | undefined>
  /** A tile's bytes, from the full tile where the partial one is gone. @throws MissingTileError */
  readTile(tile: Tile): Promise<Uint8Array>
  /** Deletes the partial forms of a tile that is full now. */
  removePartials(tile: Tile): Promise<void>
}

/** The folder lacks a tile that it should have. */
export class MissingTileError extends Error {
  override name = 'MissingTileError'
}

const HASH = 32

export function openLogFolder(folder: string): LogFolder {
  const isOwn = (path: string) => path === CHECKPOINT || path === ANCHOR || parseTilePath(path) !== undefined
  const find = async (path: string) => (isOwn(path) ? findFile(join(folder, path)) : undefined)
  return {
    find,
    write: async (path, bytes) => {
      if (!isOwn(path)) throw new RangeError(`${path} is no file of a log.`)
      await writeDurably(folder, join(folder, path), bytes)
    },
    readTile: async (tile) => {
      const partial = await find(tilePath(tile))
      if (partial !== undefined) return partial
      const full = await find(tilePath({ ...tile, width: 256 }))
      if (full === undefined) throw new MissingTileError(`The log's folder has no ${tilePath(tile)}.`)
      return tile.level === 'entries' ? full : full.subarray(0, tile.width * HASH)
    },
    removePartials: (tile) =>
      rm(join(folder, `${tilePath({ ...tile, width: 256 })}.p`), { recursive: true, force: true }),
  }
}

/** A rename that a crash cannot take back: the file's bytes, then the name, then the names of new folders. */
async function writeDurably(root: string, file: string, bytes: Uint8Array): Promise<void> {
  const created = await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}.draft`
  try {
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  const last = created === undefined ? dirname(file) : dirname(created)
  for (let at = dirname(file); ; at = dirname(at)) {
    await syncFolder(at)
    if (at === last || at === root || at === dirname(at)) return
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function findFile(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
