import { getEventListeners, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditorServer } from './auditor'

let serve: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
const server = createServer((request, response) => serve(request, response))
let auditor: AuditorServer

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  auditor = new AuditorServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const bounds = { bytes: 1_000, waitMs: 10_000, idleMs: 10_000 }
const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('an answer of the auditor', () => {
  it('leaves nothing at a signal that outlives many of them, however they end', async () => {
    const { signal } = new AbortController()
    serve = (request, response) =>
      request.url === '/cut' ? request.socket.destroy() : response.writeHead(200).end('bytes')
    for (let n = 0; n < 20; n += 1) {
      const passed = await auditor.get('/file', bounds, signal)
      expect(passed && (await text(passed.body))).toBe('bytes')
      await expect(auditor.get('/cut', bounds, signal)).rejects.toThrow('The auditor does not answer.')
      expect(listeners(signal)).toBe(0)
    }
    serve = () => undefined
    await expect(auditor.get('/file', { ...bounds, waitMs: 50 }, signal)).rejects.toThrow('within 50 ms')
    expect(listeners(signal)).toBe(0)
  })

  it('is given up when the client goes before it begins', async () => {
    const client = new AbortController()
    const asked = new Promise<IncomingMessage>((resolve) => {
      serve = (request) => resolve(request)
    })
    const passed = auditor.get('/file', bounds, client.signal)
    const closed = once((await asked).socket, 'close')
    client.abort()
    await expect(passed).rejects.toThrow('The auditor does not answer.')
    await closed
    expect(listeners(client.signal)).toBe(0)
    await expect(auditor.get('/file', bounds, client.signal)).rejects.toThrow('The auditor does not answer.')
  })

  it('ends at the auditor when its reader lets it go', async () => {
    const closed = new Promise<void>((resolve) => {
      serve = (_request, response) => {
        response.writeHead(200).write('begun')
        response.once('close', resolve)
      }
    })
    const passed = await auditor.get('/file', bounds, new AbortController().signal)
    passed?.body.on('error', () => undefined).destroy()
    await closed
  })
})
