import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { toStream } from './patience'

async function* pieces(count: number) {
  for (let n = 0; n < count; n += 1) yield new Uint8Array(200_000).fill(n)
}
const failure = (body: NodeJS.EventEmitter) => new Promise<Error>((resolve) => body.once('error', resolve))

describe('a reader of an export', () => {
  it('gets every byte in order', async () => {
    const got: Buffer[] = []
    for await (const piece of toStream(pieces(3), { idleMs: 1_000, totalMs: 10_000 })) got.push(piece)
    expect(Math.max(...got.map((piece) => piece.length))).toBeLessThanOrEqual(65_536)
    const sent = Buffer.concat([0, 1, 2].map((n) => Buffer.alloc(200_000, n)))
    expect(Buffer.concat(got).equals(sent)).toBe(true)
  })

  it('that takes nothing is dropped, which ends the source too', async () => {
    let ended = false
    async function* source() {
      try {
        yield* pieces(100)
      } finally {
        ended = true
      }
    }
    const body = toStream(source(), { idleMs: 20, totalMs: 10_000 })
    const failed = failure(body)
    body.read(1)
    expect((await failed).message).toContain('too slow')
    await expect.poll(() => ended).toBe(true)
  })

  it('that never comes to an end is dropped', async () => {
    const body = toStream(pieces(1_000_000), { idleMs: 10_000, totalMs: 30 })
    const failed = failure(body)
    body.on('data', () => body.pause().emit('pausing'))
    body.on('pausing', () => setImmediate(() => body.resume()))
    expect((await failed).message).toContain('too slow')
    if (!body.closed) await once(body, 'close')
  })
})
