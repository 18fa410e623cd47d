import {
  endOf,
  MAX_ZIP_BYTES,
  MAX_ZIP_ENTRIES,
  type PlacedEntry,
  toDirectory,
  toLocalHeader,
  type ZipEntry,
} from '@touchstone/verify'
import { type ArchiveFile, measure } from './archiveFile.js'

/** The evidence no longer fits into a zip file, or a file changed while it was written. The reader must not get an end. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
}

export interface ArchiveWriter {
  /** Bytes so far, and files. */
  readonly size: number
  readonly files: number
  /** Whether a file is in already: files are named by their digest, so the second is the first. */
  has(name: string): boolean
  /** Whether files of that many bytes together still fit, with room for the list at the end. */
  fits(files: number, bytes: number): boolean
  /** The bytes of a file with its header. @throws ArchiveError where it is not what was measured. */
  add(file: ArchiveFile): AsyncGenerator<Uint8Array>
  /** The list that ends the archive. */
  end(): Uint8Array
}

/** Room that the end needs a file, and names are shorter than. */
const HEADERS_BYTES = 320

/**
 * Writes a zip file whose files are stored, in the one form that readers accept. Sizes and checksums are known before, so
 * that nothing is held but the list of files.
 */
export function createArchiveWriter(maxBytes = MAX_ZIP_BYTES): ArchiveWriter {
  const entries: PlacedEntry[] = []
  const names = new Set<string>()
  let offset = 0
  return {
    get size() {
      return offset
    },
    get files() {
      return entries.length
    },
    has: (name) => names.has(name),
    fits: (files, bytes) =>
      entries.length + files <= MAX_ZIP_ENTRIES &&
      offset + bytes + (entries.length + files) * HEADERS_BYTES + HEADERS_BYTES <= maxBytes,
    async *add(file) {
      if (names.has(file.name)) return
      const entry = toEntry(file)
      const placed = { ...entry, offset }
      entries.push(placed)
      names.add(file.name)
      offset = endOf(placed)
      yield toLocalHeader(entry)
      yield* unchanged(file)
    },
    end: () => toDirectory(entries),
  }
}

/** Bytes that an archive of those files has. */
export function archiveSize(files: readonly ArchiveFile[]): number {
  const entries: PlacedEntry[] = []
  for (const file of files) {
    const last = entries.at(-1)
    entries.push({ ...toEntry(file), offset: last === undefined ? 0 : endOf(last) })
  }
  const last = entries.at(-1)
  return (last === undefined ? 0 : endOf(last)) + toDirectory(entries).length
}

/** An archive of those files in the order of their names, each once: the same files make the same bytes. */
export async function* writeArchive(files: readonly ArchiveFile[]): AsyncGenerator<Uint8Array> {
  const writer = createArchiveWriter()
  for (const file of files) yield* writer.add(file)
  yield writer.end()
}

function toEntry({ name, size, crc }: ArchiveFile): ZipEntry {
  return { name, crc, packedSize: size, size, method: 0 }
}

/** What was withdrawn or lost between measuring and writing must not pass for the evidence. */
async function* unchanged(file: ArchiveFile): AsyncGenerator<Uint8Array> {
  const seen = measure()
  for await (const chunk of file.open()) {
    seen.add(chunk)
    yield chunk
  }
  const { size, crc } = seen.result()
  if (size !== file.size || crc !== file.crc)
    throw new ArchiveError(`${file.name} changed while it was written: ${size} bytes, expected ${file.size}.`)
}
