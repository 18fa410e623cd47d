import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'
import type { PiecewiseFile } from '@touchstone/verify'

/** Bytes of a piece: a segment of 0G Storage. */
export const PIECE_BYTES = 256 * 1024

/** What a thread of this process needs in order to read the same file. */
export interface FileRef {
  fd: number
  length: number
  /** SHA-256 of each piece that was read, by its place. */
  digests: string[]
}

/** The disk gives other bytes than before, or fewer: what was concluded from them holds for nothing. */
export class FileChanged extends Error {
  override name = 'FileChanged'
  constructor(piece: number) {
    super(`A file on disk changed while it was in use, at ${piece * PIECE_BYTES} bytes.`)
  }
}

/**
 * An open file that is read piece by piece and never held. Each piece must be what it was when it was first read, here or by
 * whoever gave the reference: every conclusion is drawn from the same bytes, or none is. The descriptor stays its opener's.
 */
export class DiskFile implements PiecewiseFile {
  readonly length: number
  readonly #fd: number
  readonly #digests: string[]

  constructor({ fd, length, digests }: FileRef) {
    this.length = length
    this.#fd = fd
    this.#digests = [...digests]
  }

  /** Plain data, for a thread. */
  get ref(): FileRef {
    return { fd: this.#fd, length: this.length, digests: [...this.#digests] }
  }

  /** Takes over which bytes a thread found: it read the same file. */
  trust(digests: readonly string[]): void {
    for (const [piece, digest] of digests.entries()) this.#digests[piece] ??= digest
  }

  /** The pieces in order, in one buffer that is used again. @throws FileChanged */
  *pieces(): Generator<Uint8Array, void> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, this.length))
    for (let piece = 0; piece * PIECE_BYTES < this.length; piece += 1) yield this.#read(piece, buffer)
  }

  /** The same for who keeps a piece for longer; others get their turn between two. @throws FileChanged */
  async *stream(): AsyncGenerator<Uint8Array, void> {
    for (const piece of this.pieces()) {
      yield Uint8Array.from(piece)
      await new Promise(setImmediate)
    }
  }

  /** The file without its end: what follows was read, and is left out. @throws FileChanged */
  cut(length: number): DiskFile {
    const last = Math.ceil(length / PIECE_BYTES) - 1
    const bytes = this.#read(last, Buffer.allocUnsafe(PIECE_BYTES)).subarray(0, length - last * PIECE_BYTES)
    return new DiskFile({ ...this.ref, length, digests: [...this.#digests.slice(0, last), digestOf(bytes)] })
  }

  #read(piece: number, buffer: Buffer): Uint8Array {
    const from = piece * PIECE_BYTES
    const wanted = Math.min(PIECE_BYTES, this.length - from)
    let filled = 0
    while (filled < wanted) {
      const read = readSync(this.#fd, buffer, filled, wanted - filled, from + filled)
      if (read === 0) throw new FileChanged(piece)
      filled += read
    }
    const bytes = buffer.subarray(0, wanted)
    const digest = digestOf(bytes)
    this.#digests[piece] ??= digest
    if (this.#digests[piece] !== digest) throw new FileChanged(piece)
    return bytes
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
