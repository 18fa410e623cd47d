import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Door, openDoor } from './door.js'
import { type SafeRequest, safeFetch } from './safeFetch.js'

let server: Server
let port: number
let hits: { host: string; headers: Record<string, unknown> }[]
const doors: Door[] = []

beforeEach(async () => {
  hits = []
  server = createServer((request, response) => {
    hits.push({ host: request.headers.host ?? '', headers: request.headers })
    if (request.url === '/hop') response.writeHead(302, { location: '/end', 'set-cookie': 'a=b' }).end()
    else if (request.url === '/elsewhere') response.writeHead(307, { location: 'http://listed.test:1024/' }).end()
    else response.end('here')
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  port = (server.address() as AddressInfo).port
})

afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function open(listed: string[], resolve?: (host: string) => Promise<string[]>): Door {
  const door = openDoor(listed, { connectMs: 500, ...(resolve ? { resolve } : {}), spacingMs: 0 })
  doors.push(door)
  return door
}

const ask = (door: Door, url: string, asked: Partial<SafeRequest> = {}) =>
  safeFetch(door, {
    url,
    method: 'GET',
    maxBytes: 1_000,
    timeoutMs: 1_000,
    signal: new AbortController().signal,
    ...asked,
  })

describe('safeFetch', () => {
  it.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '0', '[::1]', '[::]'],
    ...[
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      'localhost',
      '127.0.0.1.nip.test',
      '１２７.０.０.１',
      '[64:ff9b::7f00:1]',
    ],
  ])('does not reach this machine as %s', async (host) => {
    const door = open([], async () => ['127.0.0.1'])
    const answer = await ask(door, `http://${host}:${port}/`)
    expect(answer).toMatchObject({ outcome: 'unreachable', detail: 'refused: not a public address' })
    expect(hits).toEqual([])
  })

  it('asks each connection anew: a name that turns to this machine after the first answer is refused', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    let asked = 0
    const door = open([], async () => answers[asked++] ?? ['127.0.0.1'])
    const guarded = await door.resolveGuarded('rebind.test', port)
    expect(guarded).toMatchObject({ ok: true, address: '93.184.216.34' })
    expect(await ask(door, `http://rebind.test:${port}/`)).toMatchObject({ detail: 'refused: not a public address' })
    expect(asked).toBe(2)
    expect(hits).toEqual([])
  })

  it('dials the address that was checked, and never resolves the name again', async () => {
    let asked = 0
    const door = open([`http://pinned.test:${port}`], async () => {
      asked += 1
      return asked === 1 ? ['127.0.0.1'] : ['192.0.2.1']
    })
    expect(await ask(door, `http://pinned.test:${port}/`)).toMatchObject({ ok: true, status: 200 })
    expect(hits.map((it) => it.host)).toEqual([`pinned.test:${port}`])
    expect(asked).toBe(1)
  })

  it('sends neither cookies nor credentials, and asks for no compression', async () => {
    const door = open([`http://127.0.0.1:${port}`])
    const answer = await ask(door, `http://127.0.0.1:${port}/hop#part`, { redirects: 1 })
    expect(answer).toMatchObject({ ok: true, url: `http://127.0.0.1:${port}/end` })
    for (const { headers } of hits)
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host'])
    expect(hits[0]?.headers['accept-encoding']).toBe('identity')
    expect(await ask(door, `http://user:pass@127.0.0.1:${port}/`)).toMatchObject({ outcome: 'unreachable' })
    expect(hits).toHaveLength(2)
  })

  it('follows no redirect unless asked, and none of a POST', async () => {
    const door = open([`http://127.0.0.1:${port}`])
    const refused = { outcome: 'bad-answer', detail: 'HTTP 302: redirects are not followed' }
    expect(await ask(door, `http://127.0.0.1:${port}/hop`)).toMatchObject(refused)
    expect(await ask(door, `http://127.0.0.1:${port}/hop`, { method: 'POST', body: '{}', redirects: 3 })).toMatchObject(
      refused,
    )
  })

  it('lets no redirect lead to an exception of the network', async () => {
    const door = open([`http://127.0.0.1:${port}`, 'http://listed.test:1024'], async () => ['127.0.0.1'])
    expect(await ask(door, `http://127.0.0.1:${port}/elsewhere`, { redirects: 3 })).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringMatching(/^refused: redirected/),
    })
  })

  it.each([
    'ftp://x.test/',
    'file:///etc/passwd',
    'ws://x.test/',
    'gopher://x.test',
    '//x.test',
    'x',
    '',
    `http://x.test/${'a'.repeat(5_000)}`,
  ])('refuses %j', async (url) =>
    expect(
      await ask(
        open([], async () => ['8.8.8.8']),
        url,
      ),
    ).toMatchObject({ outcome: 'unreachable', detail: expect.stringMatching(/^refused/) }),
  )

  it('ends when its work ends', async () => {
    const door = open([`http://127.0.0.1:${port}`])
    expect(await ask(door, `http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'time-out',
    })
  })

  it('ends with its deadline although the resolver never answers', async () => {
    const door = open([], () => new Promise(() => undefined))
    const answer = await ask(door, 'http://slow.test/', { timeoutMs: 100 })
    expect(answer).toMatchObject({ outcome: 'time-out' })
  })
})
