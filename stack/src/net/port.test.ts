import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePort, isPortFree } from './port.js'

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
