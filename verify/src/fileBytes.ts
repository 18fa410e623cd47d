/**
 * The bytes of a file, in memory or where they lie: a file of hundreds of megabytes is judged without being held. Whoever
 * gives a file by pieces answers for giving the same bytes each time it is read, and throws where it cannot.
 */

/** A file that is read from its start as often as is asked. */
export interface PiecewiseFile {
  /** Bytes of all pieces together. */
  readonly length: number
  /** The file in order, cut anywhere. A piece holds until the next one is asked for. */
  pieces(): Iterable<Uint8Array>
}

export type FileBytes = Uint8Array | PiecewiseFile

/** The pieces of a file; one where it is in memory. */
export function piecesOf(file: FileBytes): Iterable<Uint8Array> {
  return file instanceof Uint8Array ? [file] : file.pieces()
}

/** The whole file in memory, without a copy where it is there already. */
export function wholeOf(file: FileBytes): Uint8Array {
  if (file instanceof Uint8Array) return file
  const whole = new Uint8Array(file.length)
  let at = 0
  for (const piece of file.pieces()) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** The first bytes of a file, at most `length`. */
export function startOf(file: FileBytes, length: number): Uint8Array {
  if (file instanceof Uint8Array) return file.subarray(0, length)
  const start = new Uint8Array(Math.min(length, file.length))
  let at = 0
  for (const piece of file.pieces()) {
    const part = piece.subarray(0, start.length - at)
    start.set(part, at)
    at += part.length
    if (at === start.length) break
  }
  return start
}

/** Bytes up to and with the last one that is not zero. */
export function lastByteEnd(file: FileBytes): number {
  let end = 0
  let at = 0
  for (const piece of piecesOf(file)) {
    let last = piece.length
    while (last > 0 && piece[last - 1] === 0) last -= 1
    if (last > 0) end = at + last
    at += piece.length
  }
  return end
}
