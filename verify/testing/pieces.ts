import type { PiecewiseFile } from '../src/fileBytes.js'

/** The bytes cut at those places. One buffer holds every piece, so that whoever keeps a piece is found out. */
export function inPieces(bytes: Uint8Array, cuts: readonly number[]): PiecewiseFile {
  const ends = [...new Set(cuts)].filter((cut) => cut < bytes.length).sort((a, b) => a - b)
  return {
    length: bytes.length,
    *pieces() {
      const buffer = Buffer.alloc(bytes.length)
      for (const [at, end] of [...ends, bytes.length].entries()) {
        const piece = bytes.subarray(ends[at - 1] ?? 0, end)
        buffer.fill(0xee)
        buffer.set(piece)
        yield buffer.subarray(0, piece.length)
      }
    },
  }
}
