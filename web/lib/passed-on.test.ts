import { getEventListeners, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { passOn } from './passed-on'

vi.mock('server-only', () => ({}))

let serve: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
const server = createServer((request, response) => serve(request, response))

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('what is passed on', () => {
  it('leaves nothing at a signal that outlives many answers, however they end', async () => {
    const { signal } = new AbortController()
    serve = (request, response) =>
      request.url === '/cut' ? request.socket.destroy() : response.writeHead(200, { etag: '"e"' }).end('bytes')
    for (let n = 0; n < 20; n += 1) {
      const [whole, cut] = [await passOn('/file', signal), await passOn('/cut', signal)]
      expect([whole.status, whole.headers.get('etag'), await whole.text()]).toEqual([200, '"e"', 'bytes'])
      expect([cut.status, listeners(signal)]).toEqual([502, 0])
    }
  })

  it('is given up when the visitor goes before the API answers', async () => {
    const visitor = new AbortController()
    const asked = new Promise<IncomingMessage>((resolve) => {
      serve = (request) => resolve(request)
    })
    const passed = passOn('/file', visitor.signal)
    const closed = once((await asked).socket, 'close')
    visitor.abort()
    expect((await passed).status).toBe(502)
    await closed
    expect(listeners(visitor.signal)).toBe(0)
    expect((await passOn('/file', visitor.signal)).status).toBe(502)
  })

  it('ends at the API when its reader lets the body go', async () => {
    const closed = new Promise<void>((resolve) => {
      serve = (_request, response) => {
        response.writeHead(200).write('begun')
        response.once('close', resolve)
      }
    })
    const { body } = await passOn('/file', new AbortController().signal)
    const reader = body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('begun')
    await reader?.cancel()
    await closed
  })
})
