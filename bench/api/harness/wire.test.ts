import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Wire } from './wire.mjs'

/** Above what one part of an answer holds, in letters of two bytes. */
const LONG = 'é'.repeat(200_000)

let server: Server
let wire: Wire
/** Requests under way, and the most of them at once. */
let open: number
let most: number

beforeEach(async () => {
  open = most = 0
  server = createServer((request, response) => {
    open += 1
    most = Math.max(most, open)
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.once('end', () =>
      setImmediate(() => {
        open -= 1
        const asked = JSON.parse(Buffer.concat(parts).toString()) as unknown
        if (asked === 'drop') return response.destroy()
        if (asked === 'chunked') return response.write('a') && response.end('b')
        const body = JSON.stringify({ asked, LONG })
        return response.writeHead(asked === 'bad' ? 400 : 200, { 'content-length': Buffer.byteLength(body) }).end(body)
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  wire = new Wire(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, 3)
})
afterEach(() => {
  wire.close()
  return new Promise((resolve) => server.close(resolve))
})

const ask = async (asked: unknown) => {
  const { status, body } = await wire.post(JSON.stringify(asked))
  return { status, body: JSON.parse(body.toString()) as unknown }
}

describe('the connections of the load', () => {
  it('give each who asks the whole of its own answer, over no more of them than allowed', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)))
    expect(answers).toEqual(Array.from({ length: 40 }, (_, asked) => ({ status: 200, body: { asked, LONG } })))
    expect(most).toBeLessThanOrEqual(3)
  })

  it('tell the status', async () => {
    expect(await ask('bad')).toMatchObject({ status: 400 })
  })

  it.each([
    ['drop', /lost|ECONNRESET/],
    ['chunked', /does not say its length/],
  ])('fail the request alone whose answer is none: %s', async (asked, message) => {
    const [failed, ...others] = await Promise.allSettled([ask(asked), ...Array.from({ length: 8 }, (_, n) => ask(n))])
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(message) } })
    expect(others.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'))
  })
})
