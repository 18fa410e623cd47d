/**
 * A list of bytes that only grows, in pieces of one size that are never copied, so that it takes what it holds and no more.
 * The first alone begins small: most lists of most judgements hold a few kilobytes.
 */
import type { KeptBytes } from './keptBytes.js'

const PIECE = 64 * 1024
const FIRST = 4 * 1024

export interface ByteList {
  /** Bytes in it. */
  readonly length: number
  /** Appends bytes, at most 64 KiB of them in one place. @returns where they begin. @throws KeptTooMuch */
  append(bytes: Uint8Array): number
  /** A view of bytes that were appended together. */
  view(from: number, length: number): Uint8Array
}

export function createByteList(kept: KeptBytes): ByteList {
  const pieces: Uint8Array[] = []
  let length = 0
  let room = 0
  const grow = (needed: number): void => {
    const [first] = pieces
    if (needed > PIECE) {
      kept.take(PIECE)
      pieces.push(new Uint8Array(PIECE))
      room = pieces.length * PIECE
      return
    }
    room = first === undefined ? FIRST : first.length * 2
    while (room < needed) room *= 2
    kept.take(room - (first?.length ?? 0))
    const larger = new Uint8Array(room)
    if (first !== undefined) larger.set(first)
    pieces[0] = larger
  }
  return {
    get length() {
      return length
    },
    append: (bytes) => {
      if (bytes.length > PIECE)
        throw new RangeError(`At most ${PIECE} bytes are kept in one place, got ${bytes.length}.`)
      // What lies together does not go on in the next piece.
      if (length % PIECE !== 0 && (length % PIECE) + bytes.length > PIECE) length += PIECE - (length % PIECE)
      const at = length
      if (at + bytes.length > room) grow(at + bytes.length)
      pieces[Math.floor(at / PIECE)]?.set(bytes, at % PIECE)
      length += bytes.length
      return at
    },
    view: (from, size) => {
      const piece = pieces[Math.floor(from / PIECE)] ?? new Uint8Array()
      return piece.subarray(from % PIECE, (from % PIECE) + size)
    },
  }
}
