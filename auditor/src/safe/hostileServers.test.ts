import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import {
  answer,
  drip,
  type HostileServer,
  type Hostility,
  makeBrotliBomb,
  makeGzipBomb,
  startHostileServer,
} from '../../testing/hostileServer.js'
import { type Door, openDoor } from './door.js'
import { type SafeRequest, safeFetch } from './safeFetch.js'

const MIB = 1024 * 1024
const DEADLINE_MS = 800
const SLACK_MS = 250

let server: HostileServer
let door: Door
const close = () => Promise.all([server.stop(), door.close()])
afterEach(close)

async function ask(behave: Hostility, asked: Partial<SafeRequest> = {}) {
  server = await startHostileServer(behave)
  door = openDoor([server.url], { connectMs: 500 })
  const startedAt = performance.now()
  const result = await safeFetch(door, {
    url: `${server.url}/x`,
    method: 'GET',
    maxBytes: MIB,
    timeoutMs: DEADLINE_MS,
    signal: new AbortController().signal,
    redirects: 3,
    ...asked,
  })
  expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + SLACK_MS)
  return result
}

const silent: Hostility = () => undefined
const redirectTo = (location: string) => ['HTTP/1.1 302 Found', `location: ${location}`, 'content-length: 0', '', '']

const HOSTILE: [string, Hostility, string, RegExp][] = [
  ['never answers', silent, 'time-out', /deadline/],
  [
    'header fields a byte at a time',
    (it) => drip(it, (n) => 'HTTP/1.1 200 OK\r\nx: '[n] ?? 'a', 40),
    'time-out',
    /deadline/,
  ],
  [
    'body a byte at a time',
    (it) => {
      answer(it, ['content-length: 100000'])
      drip(it, () => 'a', 40)
    },
    'time-out',
    /deadline/,
  ],
  [
    'interim answers without end',
    (it) => drip(it, () => 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n', 20),
    'time-out',
    /deadline/,
  ],
  [
    'chunks without end',
    (it) => {
      answer(it, ['transfer-encoding: chunked'])
      drip(it, () => `10000\r\n${'a'.repeat(65_536)}\r\n`)
    },
    'too-large',
    /1048576/,
  ],
  [
    'empty chunks of extensions without end',
    (it) => {
      answer(it, ['transfer-encoding: chunked'])
      drip(it, () => '1;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\na\r\n', 10)
    },
    'time-out',
    /deadline/,
  ],
  [
    'a flood of header fields',
    (it) => {
      it.write('HTTP/1.1 200 OK\r\n')
      drip(it, (n) => `x-${n}: ${'a'.repeat(1_000)}\r\n`)
    },
    'too-large',
    /header/,
  ],
  [
    'one header field without end',
    (it) => {
      it.write('HTTP/1.1 200 OK\r\nx: ')
      drip(it, () => 'a'.repeat(65_536))
    },
    'too-large',
    /header/,
  ],
  [
    'redirects in a circle',
    (it, { path }) => it.write(redirectTo(path).join('\r\n')),
    'bad-answer',
    /more than 3 redirects/,
  ],
  [
    'redirects without end',
    (it, { path }) => it.write(redirectTo(`${path}x`).join('\r\n')),
    'bad-answer',
    /more than 3/,
  ],
  [
    'a redirect to link-local',
    (it) => it.write(redirectTo('http://169.254.169.254/latest').join('\r\n')),
    'unreachable',
    /^refused/,
  ],
  [
    'a redirect to another port of this machine',
    (it) => it.write(redirectTo('http://127.0.0.1:1/').join('\r\n')),
    'unreachable',
    /^refused/,
  ],
  [
    'a redirect to a file',
    (it) => it.write(redirectTo('file:///etc/passwd').join('\r\n')),
    'bad-answer',
    /redirected to what/,
  ],
  [
    'a redirect with credentials',
    (it, { port }) => it.write(redirectTo(`http://a:b@127.0.0.1:${port}/`).join('\r\n')),
    'bad-answer',
    /credentials/,
  ],
  [
    'less than declared',
    (it) => {
      answer(it, ['content-length: 100'], 'short')
      it.end()
    },
    'unreachable',
    /./,
  ],
  [
    'two lengths',
    (it) => answer(it, ['content-length: 5', 'content-length: 9'], 'hello'),
    'bad-answer',
    /protocol|MISMATCH/,
  ],
  [
    'a length that is no number',
    (it) => answer(it, ['content-length: many'], 'hello'),
    'bad-answer',
    /protocol|MISMATCH/,
  ],
  ['a reset', (it) => it.resetAndDestroy(), 'unreachable', /./],
  [
    'a reset within the body',
    (it) => {
      answer(it, ['content-length: 100'], 'hello')
      setTimeout(() => it.resetAndDestroy(), 30)
    },
    'unreachable',
    /./,
  ],
  ['a garbage status line', (it) => it.write('SSH-2.0-OpenSSH_9.2\r\n\r\n'), 'bad-answer', /protocol|MISMATCH/],
  [
    'a broken gzip stream',
    (it) => answer(it, ['content-encoding: gzip', 'content-length: 64'], Buffer.alloc(64)),
    'bad-answer',
    /coding/,
  ],
  [
    'a gzip stream cut off',
    (it) => {
      const cut = gzipSync('x'.repeat(9_999)).subarray(0, 30)
      answer(it, ['content-encoding: gzip', 'content-length: 30'], cut)
    },
    'bad-answer',
    /coding/,
  ],
  [
    'a coding in a coding',
    (it) => answer(it, ['content-encoding: gzip, gzip', 'content-length: 1'], 'x'),
    'bad-answer',
    /compressed/,
  ],
  [
    'more than it may',
    (it) => answer(it, [`content-length: ${MIB + 1}`], Buffer.alloc(MIB + 1)),
    'too-large',
    /1048576/,
  ],
]

describe('hostile servers', () => {
  it.each(HOSTILE)('%s', async (_what, behave, outcome, detail) => {
    const result = await ask(behave)
    expect(result).toMatchObject({ ok: false, outcome, detail: expect.stringMatching(detail) })
  })

  it('a server that sends more than it declared gives what it declared, and no more to the next request', async () => {
    const spill = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\npoison'
    const result = await ask((it) => answer(it, ['content-length: 5'], `hello${spill}`))
    expect(result).toMatchObject({ ok: true })
    const again = await safeFetch(door, {
      url: `${server.url}/y`,
      method: 'GET',
      maxBytes: MIB,
      timeoutMs: DEADLINE_MS,
      signal: new AbortController().signal,
    })
    expect(again.ok && again.body.toString()).toBe('hello')
    expect(server.asked).toEqual(['/x', '/y'])
  })

  it.each([
    ['gzip', makeGzipBomb, 200 * 1024],
    ['br', makeBrotliBomb, 4 * 1024],
  ] as const)('a %s bomb ends at the cap, with less than 64 MiB more in memory', async (coding, make, atMost) => {
    const bomb = make()
    expect(bomb.length).toBeLessThan(atMost * 2)
    // What it costs to read as much as is allowed is no bomb's doing.
    const allowed = Buffer.alloc(8 * MIB)
    const read = await ask((it) => answer(it, [`content-length: ${allowed.length}`], allowed), { maxBytes: 8 * MIB })
    expect(read.ok).toBe(true)
    await close()
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }, 2)
    const head = [`content-encoding: ${coding}`, `content-length: ${bomb.length}`]
    const result = await ask((it) => answer(it, head, bomb), { maxBytes: 8 * MIB, timeoutMs: DEADLINE_MS })
    clearInterval(watch)
    expect(result).toMatchObject({ outcome: 'too-large', detail: `more than ${8 * MIB} bytes answered` })
    expect(Math.max(peak, process.memoryUsage().rss) - before).toBeLessThan(64 * MIB)
  })

  it('what a server compresses without being asked is read', async () => {
    const body = gzipSync('hello')
    const result = await ask((it) => answer(it, ['content-encoding: GZIP', `content-length: ${body.length}`], body))
    expect(result.ok && result.body.toString()).toBe('hello')
  })

  it('a request without a turn at its host ends with its deadline', async () => {
    server = await startHostileServer(silent)
    door = openDoor([server.url], { connectMs: 500 })
    const signal = new AbortController().signal
    const one = { url: server.url, method: 'GET', maxBytes: 9, timeoutMs: 300, signal } as const
    const results = await Promise.all(Array.from({ length: 9 }, () => safeFetch(door, one)))
    expect(results.map((it) => !it.ok && it.outcome)).toEqual(Array(9).fill('time-out'))
    await delay(0)
    expect(server.asked.length).toBeLessThanOrEqual(4)
  })
})
