import { createHash } from 'node:crypto'
import { type Hex, storageRoot } from '@touchstone/verify'
import { DiskFile, type FileRef } from './diskFile.js'

/** What one pass over a file tells. */
export interface Scan {
  /** Null for no bytes. */
  root: Hex | null
  /** SHA-256, lower-case hex. */
  sha256: string
  /** Bytes up to and with the last one that is not zero. */
  end: number
  /** SHA-256 of each piece. */
  digests: string[]
}

/** Reads a file once from its start. @throws FileChanged */
export function scanFile(ref: FileRef): Scan {
  const file = new DiskFile(ref)
  const hash = createHash('sha256')
  let [at, end] = [0, 0]
  const { root } = storageRoot({
    length: file.length,
    *pieces() {
      for (const piece of file.pieces()) {
        hash.update(piece)
        let last = piece.length
        while (last > 0 && piece[last - 1] === 0) last -= 1
        if (last > 0) end = at + last
        at += piece.length
        yield piece
      }
    },
  })
  return { root, sha256: hash.digest('hex'), end, digests: file.ref.digests }
}
