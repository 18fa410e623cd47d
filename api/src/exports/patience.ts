import { Readable } from 'node:stream'

/** How long a reader may take. */
export interface Patience {
  /** Between two pieces of at most 64 KiB. */
  idleMs: number
  /** For the whole file. */
  totalMs: number
}

const PIECE = 65_536

/** A stream that ends with an error, and gives its place free, where its reader takes nothing or takes for ever. */
export function toStream(source: AsyncIterable<Uint8Array>, { idleMs, totalMs }: Patience): Readable {
  const tooSlow = () => body.destroy(new Error('The reader of an export was too slow'))
  const body = Readable.from(watched(source, idleMs, tooSlow), { objectMode: false, highWaterMark: PIECE })
  const total = setTimeout(tooSlow, totalMs)
  body.once('close', () => clearTimeout(total))
  return body
}

/** A generator stands still at its yield until what it gave is wanted. */
async function* watched(source: AsyncIterable<Uint8Array>, idleMs: number, onIdle: () => void) {
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; at += PIECE) {
      const timer = setTimeout(onIdle, idleMs)
      try {
        yield bytes.subarray(at, at + PIECE)
      } finally {
        clearTimeout(timer)
      }
    }
}
