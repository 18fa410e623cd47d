import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadTile, type Tile, tilePath } from '@touchstone/verify'
import { CannotCheckError, UsageError } from '../usage.js'

const TIMEOUT_MS = 30_000
/** A full bundle of the longest entries is 16 MiB. */
const MAX_BYTES = 17 * 1024 * 1024
const HASH = 32

/** A log as files, wherever they are. What it gives is nobody's word. */
export interface LogSource {
  name: string
  /** @throws CannotCheckError where there is no such file or no answer. */
  read(path: string): Promise<Uint8Array>
  readTile: ReadTile
  /** A server also gives proofs and verdicts. */
  isServer: boolean
}

/** @throws UsageError for an address of another kind. */
export function openSource(place: string): LogSource {
  const isServer = /^https?:\/\//.test(place)
  if (!isServer && /^[a-z][a-z0-9+.-]+:\/\//i.test(place))
    throw new UsageError(`"${place}" is neither an http or https address nor a folder.`)
  const get = isServer ? (path: string) => download(`${place.replace(/\/+$/, '')}/${path}`) : readFrom(place)
  const read = async (path: string) => {
    try {
      return await get(path)
    } catch (cause) {
      throw new CannotCheckError(`${place} gives no ${path}: ${(cause as Error).message}`, { cause })
    }
  }
  return { name: place, read, readTile: (tile) => readTile(read, tile), isServer }
}

/** The partial tile, or as much of the full one, which takes its place once it is there. */
async function readTile(read: LogSource['read'], tile: Tile): Promise<Uint8Array> {
  const full = { ...tile, width: 256 }
  const bytes = await read(tilePath(tile)).catch((error: Error) => {
    if (tile.width === full.width) throw error
    return read(tilePath(full)).catch(() => Promise.reject(error))
  })
  return tile.level === 'entries' ? bytes : bytes.subarray(0, tile.width * HASH)
}

function readFrom(folder: string): (path: string) => Promise<Uint8Array> {
  return async (path) => new Uint8Array(await readFile(join(folder, path)))
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
  if (!response.ok) throw new Error(`status ${response.status}`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`)
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
