import { afterEach, describe, expect, it } from 'vitest'
import { SIGNER } from '../../testing/chain.js'
import {
  answer,
  drip,
  type HostileServer,
  type Hostility,
  makeGzipBomb,
  startHostileServer,
} from '../../testing/hostileServer.js'
import { DEFAULT_LIMITS } from '../fetch/limits.js'
import { type Door, openDoor } from '../safe/door.js'
import { ANSWERS, type AnswerKind, askAnswers } from './askAnswers.js'

const KINDS = Object.keys(ANSWERS) as AnswerKind[]

let server: HostileServer
let door: Door
afterEach(() => Promise.all([server.stop(), door.close()]))

/** Asks a service that does this with every request. */
async function ask(behave: Hostility, requestMs = 5_000) {
  const limits = { ...DEFAULT_LIMITS, connectMs: 1_000, requestMs }
  server = await startHostileServer(behave)
  door = openDoor([server.url], limits)
  const service = { url: server.url, model: 'm', since: new Date(0), isSeparated: false, keys: [SIGNER] }
  const startedAt = performance.now()
  const found = await askAnswers({ door, limits }, service, new AbortController().signal)
  expect(performance.now() - startedAt).toBeLessThan(KINDS.length * requestMs + 500)
  return found
}

const whole =
  (body: string | Buffer): Hostility =>
  (it) =>
    answer(it, [`content-length: ${Buffer.byteLength(body)}`], body)
const deep = (levels: number) => `{"data":${'['.repeat(levels)}${']'.repeat(levels)}}`
const bomb = makeGzipBomb()

const HOSTILE: [string, Hostility, string, RegExp][] = [
  [
    'more than it may, in chunks without end',
    (it) => {
      answer(it, ['transfer-encoding: chunked'])
      drip(it, () => `10000\r\n${'a'.repeat(65_536)}\r\n`)
    },
    'too-large',
    /^more than \d+ bytes/,
  ],
  [
    'a bomb of 256 MiB',
    (it) => answer(it, ['content-encoding: gzip', `content-length: ${bomb.length}`], bomb),
    'too-large',
    /^more than \d+ bytes/,
  ],
  [
    'a byte at a time',
    (it) => {
      answer(it, ['content-length: 60000'])
      drip(it, () => ' ', 20)
    },
    'time-out',
    /deadline/,
  ],
  [
    'a redirect to link-local',
    (it) => it.write('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/latest\r\ncontent-length: 0\r\n\r\n'),
    'bad-answer',
    /redirects are not followed/,
  ],
  [
    'a redirect to itself',
    (it, { path }) => it.write(`HTTP/1.1 307 Temporary\r\nlocation: ${path}\r\ncontent-length: 0\r\n\r\n`),
    'bad-answer',
    /redirects are not followed/,
  ],
  ['brackets that nobody closes', whole(`{"data":${'['.repeat(60_000)}`), 'bad-answer', /^not a JSON object$/],
  ['brackets that are closed', whole(deep(30_000)), 'bad-answer', /^nested deeper than 32$/],
  [
    'a name twice',
    whole(`{"signer_address":"${SIGNER}","data":[{"id":"m"}],"data":[{"id":"n"}],"signer_address":"0x00"}`),
    'bad-answer',
    /^a name stands twice in an object$/,
  ],
  ['what is not UTF-8', whole(Buffer.from('7b2261223a22ff227d', 'hex')), 'bad-answer', /^not UTF-8$/],
  ['a list', whole('[{"id":"m"}]'), 'bad-answer', /^not a JSON object$/],
  ['a page', whole('<html>'), 'bad-answer', /^not a JSON object$/],
]

describe('askAnswers', () => {
  it.each(HOSTILE)('keeps nothing of a service that answers %s, and says why', async (_what, behave, outcome, why) => {
    const found = await ask(behave, outcome === 'time-out' ? 300 : 5_000)
    expect(found).toMatchObject(KINDS.map((kind) => ({ kind, outcome, detail: expect.stringMatching(why) })))
    expect(found.some((it) => 'bytes' in it)).toBe(false)
    expect(server.asked).toEqual(KINDS.map((kind) => ANSWERS[kind].path))
  })

  it('holds each answer to a cap of its own, and lets none of them spoil the others', async () => {
    const size = ANSWERS['enclave-key'].maxBytes + 1
    const found = await ask(whole(`{"data":[],"pad":"${' '.repeat(size)}"}`))
    expect(found).toMatchObject([
      { kind: 'card', bytes: expect.any(Uint8Array) },
      { kind: 'enclave-key', outcome: 'too-large' },
      { kind: 'models', bytes: expect.any(Uint8Array) },
    ])
  })
})
