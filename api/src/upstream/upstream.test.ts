import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { findPort } from '../testing/child'
import { agentKey, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash } from '../testing/rows'

const provider = address('prov')
const hot = settlement(address('alice'), provider, 5)
const id = `${CHAIN_ID}-${hash('some')}-0`
let api: TestApi
let auditorUrl: string
let asked: string[] = []
let serve: (request: IncomingMessage, response: ServerResponse) => void
const auditor = createServer((request, response) => {
  asked.push(request.url ?? '')
  serve(request, response)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => auditor.listen(0, '127.0.0.1', resolve))
  const at = auditor.address()
  if (at === null || typeof at === 'string') throw new Error('no port')
  auditorUrl = `http://127.0.0.1:${at.port}`
  api = await startTestApi({ auditorUrl })
  await api.rows.setHeights(4, [5])
  await api.rows.insert('settlement', hot)
})
afterAll(async () => {
  await api.stop()
  auditor.closeAllConnections()
  auditor.close()
})
beforeEach(() => {
  asked = []
  serve = (_request, response) => response.writeHead(200, { 'content-length': 5 }).end('bytes')
})

const get = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, init)
const problem = async (path: string) => {
  const response = await get(path)
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  return { status: response.status, ...error, retry: response.headers.get('retry-after') }
}

describe('bundles', () => {
  it.each([
    [`/v1/bundles/${id}.zip`, `/bundle/settlement/${id}.zip`],
    [
      `/v1/bundles/${encodeURIComponent(agentKey(1).toUpperCase())}.zip?from=2026-01-01&to=1767312000000&after=5-1`,
      `/bundle/agent/${agentKey(1)}.zip?from=2026-01-01&to=1767312000000&after=5-1`,
    ],
    [
      `/v1/bundles/${provider}.zip?from=2026-01-01T00:00:00Z&to=2026-02-01&x=1`,
      `/bundle/provider/${provider}.zip?from=2026-01-01T00%3A00%3A00Z&to=2026-02-01`,
    ],
  ])('%s come from the auditor', async (path, wanted) => {
    const response = await get(path)
    expect([response.status, await response.text(), asked]).toEqual([200, 'bytes', [wanted]])
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.zip"$/)
  })

  it.each([
    ['/v1/bundles/x.zip', 'id'],
    [`/v1/bundles/${provider}.zip`, 'from'],
    [`/v1/bundles/${provider}.zip?from=2026-01-01`, 'to'],
    [`/v1/bundles/${provider}.zip?from=2026-01-01&to=../../log`, 'to'],
    [`/v1/bundles/${provider}.zip?from=2026-01-01&to=2026-02-01&after=x`, 'after'],
    ['/v1/bundles/..%2f..%2fmetrics.zip', 'id'],
  ])('%s asks the auditor for nothing and names the argument', async (path, argument) => {
    expect(await problem(path)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', argument })
    expect(asked).toEqual([])
  })

  it('say why there is none', async () => {
    serve = (_request, response) => response.writeHead(404).end('Known paths: …')
    expect(await problem(`/v1/bundles/${hot.id}.zip`)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      message: expect.stringContaining('is not final yet: blocks up to 4 are'),
    })
    expect(await problem(`/v1/bundles/${id}.zip`)).toMatchObject({
      message: expect.stringContaining('looks like a settlement id; blocks up to 5 are indexed'),
    })
    serve = (_request, response) => response.writeHead(400).end('from: expected a time before to.\n')
    const refused = await problem(`/v1/bundles/${provider}.zip?from=2026-02-01&to=2026-01-01`)
    expect(refused).toMatchObject({ status: 400, argument: 'from', message: 'from: expected a time before to.' })
  })

  it('answer 503 while the auditor is busy, broken, away or sends elsewhere', async () => {
    const path = `/v1/bundles/${id}.zip`
    const away = { status: 503, code: 'UNAVAILABLE', retry: '5' }
    serve = (_request, response) => response.writeHead(503).end('4 bundles are being written.')
    expect(await problem(path)).toMatchObject({ ...away, message: '4 bundles are being written.' })
    serve = (_request, response) => response.writeHead(500).end('a stack trace')
    expect(await problem(path)).toMatchObject({ ...away, message: 'The auditor answered 500.' })
    serve = (_request, response) => response.writeHead(302, { location: `${auditorUrl}/other` }).end()
    expect(await problem(path)).toMatchObject(away)
    expect(asked).not.toContain('/other')
    serve = (request) => request.socket.destroy()
    expect(await problem(path)).toMatchObject({ ...away, message: 'The auditor does not answer.' })
    serve = (_request, response) => response.writeHead(200, { 'content-length': 2 ** 40 }).flushHeaders()
    expect(await problem(path)).toMatchObject(away)
  })

  it('that break off are no whole file to the reader', async () => {
    serve = (_request, response) => {
      response.writeHead(200)
      response.write('some')
      setImmediate(() => response.destroy())
    }
    await expect(get(`/v1/bundles/${id}.zip`).then((response) => response.text())).rejects.toThrow()
  })

  it('stop at the auditor when the reader has gone', async () => {
    const closed = new Promise<void>((resolve) => {
      serve = (_request, response) => {
        response.writeHead(200)
        response.write('some')
        response.once('close', resolve)
      }
    })
    const stop = new AbortController()
    await get(`/v1/bundles/${id}.zip`, { signal: stop.signal })
    stop.abort()
    await closed
  })
})

describe('the log', () => {
  it.each([
    ['checkpoint', 'text/plain; charset=utf-8', 'public, max-age=2'],
    ['anchor', 'application/json; charset=utf-8', 'public, max-age=2'],
    ['tile/0/x001/x234/067', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['tile/entries/000.p/3', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['proof/7.tlog-proof', 'text/plain; charset=utf-8', 'public, max-age=2'],
    ['verdict/7', 'application/json; charset=utf-8', 'public, max-age=31536000, immutable'],
  ])('%s is passed on with our own media type', async (path, type, cache) => {
    serve = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('bytes')
    const response = await get(`/v1/log/${path}`)
    expect([response.status, await response.text(), asked]).toEqual([200, 'bytes', [`/log/${path}`]])
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe(cache)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['', 'tile/0/1', '../metrics', '%2e%2e/metrics', 'tile/0/..%2f..', 'verdict/07', 'proof/7'])(
    'has nothing at %j, and the auditor is not asked',
    async (path) => {
      expect((await get(`/v1/log/${path}`)).status).toBe(404)
      expect(asked).toEqual([])
    },
  )

  it('answers HEAD without a body', async () => {
    const response = await get('/v1/log/checkpoint', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

it('says that no auditor is known, or that it is away', async () => {
  const lonely = await startTestApi({ auditorUrl: `http://127.0.0.1:${await findPort()}` })
  const away = await fetch(`${lonely.url}/v1/log/checkpoint`)
  await lonely.stop()
  expect([away.status, await away.json()]).toEqual([
    503,
    { error: { code: 'UNAVAILABLE', message: 'The auditor does not answer.' } },
  ])
})

describe('trust material', () => {
  it('is that of the network, with its lists', async () => {
    const response = await get('/v1/trust.json')
    const body = (await response.json()) as { chainId: number; trust: Record<string, unknown> }
    expect([response.status, body.chainId, asked]).toEqual([200, CHAIN_ID, []])
    expect(Object.keys(body.trust).sort()).toEqual([
      'gpuRoots',
      'mockSigners',
      'models',
      'osImages',
      'quoteRoots',
      'releases',
      'sigstore',
    ])
  })
})
