/** Of the first text; the room grows with the longest one. */
const FIRST_SIZE = 65_536
/** Bytes of UTF-8 that one UTF-16 unit takes at most. */
const BYTES_A_UNIT = 3

/** Room for one text in UTF-8 at a time, which keeps its size for the next. */
export class TextBuffer {
  private bytes = Buffer.allocUnsafeSlow(FIRST_SIZE)

  /** @returns all pieces, one behind the other: a view of this room, and so good until it is filled again. */
  fill(pieces: Iterable<string>): Buffer {
    let size = 0
    for (const piece of pieces) {
      const needed = size + BYTES_A_UNIT * piece.length
      if (needed > this.bytes.length) this.grow(size, needed)
      size += this.bytes.write(piece, size)
    }
    return this.bytes.subarray(0, size)
  }

  private grow(kept: number, least: number): void {
    const larger = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(least)))
    this.bytes.copy(larger, 0, 0, kept)
    this.bytes = larger
  }
}
