import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePort, isPortFree } from './port.js'

describe('findFreePort', () => {
  it('keeps clear of the ports that the system hands out by itself', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const handedOut = (server.address() as AddressInfo).port
    server.close()
    for (let n = 0; n < 20; n++) expect(await findFreePort()).toBeLessThan(Math.min(handedOut, 32_768))
  })
})

describe('isPortFree', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('sees a server that listens on %s', async (host) => {
    const port = await findFreePort()
    expect(await isPortFree(port)).toBe(true)
    const server = createServer().listen(port, host)
    await once(server, 'listening')
    expect(await isPortFree(port)).toBe(false)
    server.close()
    await once(server, 'close')
    expect(await isPortFree(port)).toBe(true)
  })
})
