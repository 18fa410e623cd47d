import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLogFolder } from './logFolder.js'
import { createLogRoutes } from './serve.js'

let folder: string
let server: Server
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-log-'))
  await writeFile(join(folder, 'secret'), 'secret')
  const files = openLogFolder(join(folder, 'log'))
  await files.write('checkpoint', Buffer.from('note'))
  await files.write('tile/0/000.p/1', Buffer.alloc(32, 1))
  const db = { query: async () => ({ rows: [] }) as never }
  const serve = createLogRoutes(db, files, pino({ level: 'silent' }))
  server = createServer((asked, response) => void serve(asked, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

/** The path as it stands: a client that follows the rules would clean it first. */
function ask(path: string, method = 'GET') {
  return new Promise<{ status: number | undefined; cache: string | undefined; text: string }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode, cache: response.headers['cache-control'], text }))
    })
    asked.on('error', reject).end()
  })
}

describe('the served log', () => {
  it('lets tiles be kept for ever and a checkpoint for seconds', async () => {
    expect(await ask('/log/checkpoint')).toEqual({ status: 200, cache: 'public, max-age=2', text: 'note' })
    expect(await ask('/log/tile/0/000.p/1')).toMatchObject({ status: 200, cache: expect.stringMatching(/immutable/) })
    expect(await ask('/log/tile/0/000.p/1', 'HEAD')).toMatchObject({ status: 200, text: '' })
    expect((await ask('/log/checkpoint', 'POST')).status).toBe(405)
  })

  it.each([
    '/log/../secret',
    '/log/tile/../../secret',
    '/log/%2e%2e/secret',
    '/log/..%2fsecret',
    '/log//checkpoint',
    '/log/tile/0/000',
    '/log/tile/0/000.p',
    '/log/tile/0/000.p/1/..',
    '/log/tile/0/000.p/01',
    '/log/checkpoint%00',
    '/log/proof/1%27.tlog-proof',
    '/log/proof/99999999999999999999.tlog-proof',
    '/log/proof/1.tlog-proof',
    '/log/verdict/-1',
    '/log/',
  ])('has nothing at %s', async (path) => expect((await ask(path)).status).toBe(404))
})
