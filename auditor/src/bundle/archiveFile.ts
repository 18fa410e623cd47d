import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** A file that goes into an archive. Its bytes are read when it is written, and not held before. */
export interface ArchiveFile {
  name: string
  size: number
  /** CRC-32. */
  crc: number
  open(): AsyncIterable<Uint8Array>
}

/** What is known of bytes once all went by. */
export interface Measured {
  size: number
  crc: number
  /** Lower-case hex. */
  sha256: string
}

/** Takes bytes piece by piece. */
export function measure(): { add(chunk: Uint8Array): void; result(): Measured } {
  const hash = createHash('sha256')
  let size = 0
  let crc = 0
  return {
    add: (chunk) => {
      hash.update(chunk)
      size += chunk.length
      crc = crc32(chunk, crc)
    },
    result: () => ({ size, crc, sha256: hash.digest('hex') }),
  }
}

/** A file of bytes that are in memory. */
export function fileOf(name: string, bytes: Uint8Array): ArchiveFile {
  return {
    name,
    size: bytes.length,
    crc: crc32(bytes),
    open: async function* () {
      yield bytes
    },
  }
}
