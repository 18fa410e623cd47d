import { bundlesOf, decodeEntries, type Tile, tilePath } from '@touchstone/verify'
import { routes } from '../routes'
import { download } from '../verify/download'
import { CannotCheckError } from '../verify/judged'

/** A full bundle of the longest entries is 16 MiB. */
const MAX_FILE = 17 * 1024 * 1024
const WIDTH = 256
const HASH = 32

/** A file of the log, through this site. @throws CannotCheckError */
export function readLogFile(path: string): Promise<Uint8Array> {
  return download(routes.logFile(path), MAX_FILE)
}

/** The same as text. @throws CannotCheckError */
export async function readLogText(path: string): Promise<string> {
  return new TextDecoder().decode(await readLogFile(path))
}

/** The partial tile, or as much of the full one, which takes its place once it is there. @throws CannotCheckError */
export async function readTile(tile: Tile): Promise<Uint8Array> {
  const full = { ...tile, width: WIDTH }
  const bytes = await readLogFile(tilePath(tile)).catch((error: Error) => {
    if (tile.width === WIDTH) throw error
    return readLogFile(tilePath(full)).catch(() => Promise.reject(error))
  })
  return tile.level === 'entries' ? bytes : bytes.subarray(0, tile.width * HASH)
}

/** Entries in their order, told of how many were read. @throws CannotCheckError where a file is missing or torn. */
export async function* readEntries(size: number, onRead: (count: number) => void): AsyncGenerator<Uint8Array> {
  let count = 0
  for (const tile of bundlesOf(size)) {
    const entries = decode(await readTile(tile)).slice(0, tile.width)
    if (entries.length !== tile.width)
      throw new CannotCheckError(`Entries ${tile.index * WIDTH} and on: ${entries.length} instead of ${tile.width}.`)
    count += entries.length
    onRead(count)
    yield* entries
  }
}

function decode(bytes: Uint8Array): Uint8Array[] {
  try {
    return decodeEntries(bytes)
  } catch (cause) {
    throw new CannotCheckError((cause as Error).message, { cause })
  }
}
