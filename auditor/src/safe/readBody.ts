import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Refusal, refuse } from '../fetch/attempt.js'

/** Takes a body piece by piece in place of memory. */
export interface BodySink {
  write(piece: Uint8Array, at: number): Promise<void>
}

/** A sink could not take a piece: our own trouble, which says nothing about the other end. */
export class SinkFailed extends Error {
  override name = 'SinkFailed'
}

/** Broken off by us: the body is longer than it may be. */
class TooLarge extends Error {
  override name = 'TooLarge'
}

const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads an answer to its end. We ask for no compression; a server that compresses all the same is read piece by piece,
 * with the cap on what comes out as well as on what came in. More than one coding, or one that is not known, is refused.
 * Rejects with the transport's error.
 */
export async function readBody(
  body: Readable,
  encoding: string | string[] | undefined,
  maxBytes: number,
  sink?: BodySink,
): Promise<{ ok: true; body: Buffer; bytes: number } | Refusal> {
  const coding = String(encoding ?? 'identity')
    .trim()
    .toLowerCase()
  const createDecoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined
  if (coding !== 'identity' && createDecoder === undefined) {
    body.on('error', () => undefined).destroy()
    return refuse('bad-answer', 'compressed in a way that is not read')
  }
  const pieces: Buffer[] = []
  let bytes = 0
  const collect = async (source: AsyncIterable<Buffer | string>) => {
    for await (const piece of capped(source, maxBytes)) {
      if (sink === undefined) pieces.push(piece)
      else
        await sink.write(piece, bytes).catch((cause: Error) => {
          throw new SinkFailed(cause.message, { cause })
        })
      bytes += piece.length
    }
  }
  try {
    if (createDecoder === undefined) await pipeline(body, collect)
    else await pipeline(body, (source) => capped(source, maxBytes), createDecoder(), collect)
    return { ok: true, body: Buffer.concat(pieces), bytes }
  } catch (error) {
    if (error instanceof TooLarge) return refuse('too-large', `more than ${maxBytes} bytes answered`)
    const { code } = error as { code?: string }
    if (code?.startsWith('Z_') || code?.startsWith('ERR_BROTLI') || code?.startsWith('ERR__ERROR'))
      return refuse('bad-answer', `the ${coding} coding is broken: ${code}`)
    throw error
  }
}

async function* capped(source: AsyncIterable<Buffer | string>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const some of source) {
    const piece = typeof some === 'string' ? Buffer.from(some) : some
    size += piece.length
    if (size > maxBytes) throw new TooLarge()
    yield piece
  }
}
