/** The lines of a file that may be given by pieces, cut at line feeds and nowhere else. */
import { type FileBytes, piecesOf } from '../fileBytes.js'

/**
 * A line without its line feed; it holds until the next one is asked for. Of one above the limit only the length is known:
 * its bytes are not kept. `unended` is what stands behind the last line feed.
 */
export type Line = { kind: 'line'; bytes: Uint8Array } | { kind: 'too-long'; length: number } | { kind: 'unended' }

const LINE_FEED = 0x0a

/**
 * Cuts a file into lines; holds one line of at most `maxBytes`. Only whole lines are decoded, so that a piece may end within a
 * character.
 */
export function* cutLines(file: FileBytes, maxBytes: number): Generator<Line, void> {
  let begun: Uint8Array[] = []
  let length = 0
  for (const piece of piecesOf(file)) {
    let from = 0
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      const last = piece.subarray(from, end)
      length += last.length
      if (length > maxBytes) yield { kind: 'too-long', length }
      else yield { kind: 'line', bytes: begun.length === 0 ? last : join([...begun, last], length) }
      begun = []
      length = 0
      from = end + 1
    }
    length += piece.length - from
    // A piece is gone with the next one, and the `slice` of Node's buffers is no copy; the end of a file that is in memory never becomes a line.
    if (length > maxBytes) begun = []
    else if (from < piece.length && !(file instanceof Uint8Array)) begun.push(Uint8Array.from(piece.subarray(from)))
  }
  if (length > 0) yield { kind: 'unended' }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
