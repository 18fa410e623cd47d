import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Hex } from '@touchstone/verify'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { answer, type HostileServer, type Hostility, startHostileServer } from '../../../testing/hostileServer.js'
import { type Door, openDoor } from '../../safe/door.js'
import type { FetchAttempt } from '../attempt.js'
import { parseLocator } from '../locator.js'
import { decodeDataUri } from './dataUri.js'
import { fetchLocated } from './fetchLocated.js'

const FILE = Buffer.from('{"name":"agent"}')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const RAW_CID = `f01551220${sha256(FILE)}`
const TREE_CID = 'bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi'

const servers: HostileServer[] = []
const doors: Door[] = []
afterEach(() => Promise.all([...servers.splice(0).map((it) => it.stop()), ...doors.splice(0).map((it) => it.close())]))

const serve =
  (bytes: Uint8Array): Hostility =>
  (socket) =>
    answer(socket, [`content-length: ${bytes.length}`], bytes)
async function start(behave: Hostility) {
  const server = await startHostileServer(behave)
  servers.push(server)
  return server
}

async function fetchText(text: string, gateways: HostileServer[] = [], listed: HostileServer[] = []) {
  const locator = parseLocator(text)
  if (locator.kind !== 'web' && locator.kind !== 'ipfs' && locator.kind !== 'data') throw new Error(text)
  const door = openDoor(
    [...gateways, ...listed].map(({ url }) => url),
    { connectMs: 300 },
  )
  doors.push(door)
  const attempts: FetchAttempt[] = []
  const limits = { requestMs: 400, rootMs: 2_000, spacingMs: 1 }
  const found = await fetchLocated(
    { door, gateways: gateways.map(({ url }) => url), limits },
    {
      locator,
      commitment: `0x${sha256(FILE)}` as Hex,
      isMatch: (bytes) => sha256(bytes) === sha256(FILE),
      maxBytes: 1_000,
      stop: new AbortController().signal,
      record: async (attempt) => void attempts.push(attempt),
    },
  )
  return { found, attempts, outcomes: attempts.map(({ outcome }) => outcome) }
}

describe('fetchLocated', () => {
  it('takes the file of a web address and keeps what came, without the query', async () => {
    const server = await start(serve(FILE))
    const { found, attempts } = await fetchText(`${server.url}/card.json?token=secret`, [], [server])
    expect(Buffer.from(found?.bytes ?? [])).toEqual(FILE)
    expect(attempts).toMatchObject([
      { source: `${server.url}/card.json`, outcome: 'match', bytes: FILE.length, sha256: sha256(FILE) },
    ])
  })

  it('keeps the digest of other bytes, which accuse the source', async () => {
    const server = await start(serve(Buffer.from('changed')))
    const { found, attempts } = await fetchText(`${server.url}/`, [], [server])
    expect(found).toBeUndefined()
    expect(attempts).toMatchObject([{ outcome: 'mismatch', bytes: 7, sha256: sha256(Buffer.from('changed')) }])
  })

  it('does not ask an address of this machine', async () => {
    const server = await start(serve(FILE))
    const { attempts } = await fetchText(`${server.url}/`)
    expect(attempts).toMatchObject([{ outcome: 'unreachable', detail: 'refused: not a public address' }])
    expect(server.asked).toEqual([])
  })

  it('asks one gateway after the other: a lying one is named, and the next has the bytes', async () => {
    const [liar, dead, honest] = [
      await start(serve(Buffer.from('x'))),
      await start((it) => it.destroy()),
      await start(serve(FILE)),
    ]
    const { found, attempts } = await fetchText(`ipfs://${RAW_CID}`, [liar, dead, honest])
    expect(found?.source).toBe(`${honest.url}/ipfs/${RAW_CID}`)
    expect(attempts).toMatchObject([
      {
        source: `${liar.url}/ipfs/${RAW_CID}`,
        outcome: 'mismatch',
        detail: expect.stringContaining(sha256(Buffer.from('x'))),
      },
      { outcome: 'unreachable' },
      { outcome: 'match' },
    ])
  })

  it('leaves the bytes of a tree to the commitment', async () => {
    const gateway = await start(serve(FILE))
    expect((await fetchText(`ipfs://${TREE_CID}/a/b.json`, [gateway])).outcomes).toEqual(['match'])
    expect(gateway.asked).toEqual([`/ipfs/${TREE_CID}/a/b.json`])
  })

  it('says so where the network names no gateway', async () => {
    expect((await fetchText(`ipfs://${RAW_CID}`)).attempts).toMatchObject([
      { source: 'auditor', outcome: 'unreachable' },
    ])
  })

  it.each<[string, Hostility, string]>([
    ['never answers', () => undefined, 'time-out'],
    ['answers too much', serve(Buffer.alloc(1_001)), 'too-large'],
    [
      'packs too much',
      (it) => {
        const packed = gzipSync(Buffer.alloc(100_000))
        answer(it, ['content-encoding: gzip', `content-length: ${packed.length}`], packed)
      },
      'too-large',
    ],
    [
      'sends away',
      (it) => it.write('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n'),
      'unreachable',
    ],
    ['limits', (it) => it.write('HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\n'), 'rate-limited'],
  ])('calls a server that %s by its name', async (_what, behave, outcome) => {
    const server = await start(behave)
    expect((await fetchText(`${server.url}/`, [], [server])).outcomes).toEqual([outcome])
  })

  it('reads the bytes out of a data: address', async () => {
    expect((await fetchText(`data:application/json;base64,${FILE.toString('base64')}`)).outcomes).toEqual(['match'])
    expect((await fetchText(`data:application/json,${FILE}`)).outcomes).toEqual(['match'])
    expect((await fetchText('data:;base64,!!!')).outcomes).toEqual(['bad-answer'])
    expect((await fetchText('data:,other')).outcomes).toEqual(['mismatch'])
    expect((await fetchText(`data:,${'a'.repeat(1_001)}`)).outcomes).toEqual(['too-large'])
  })
})

describe('decodeDataUri', () => {
  const decode = (text: string) => {
    const locator = parseLocator(text)
    const decoded = locator.kind === 'data' ? decodeDataUri(locator, 10_000) : undefined
    return decoded?.ok ? Buffer.from(decoded.served) : undefined
  }

  it('gives back all bytes, in either form', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (file) => {
        const bytes = Buffer.from(file)
        const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
        expect(decode(`data:;base64,${bytes.toString('base64')}`)).toEqual(bytes)
        expect(decode(`data:;base64,${bytes.toString('base64url')}`)).toEqual(bytes)
        expect(decode(`data:,${percent}`)).toEqual(bytes)
      }),
    )
  })

  it('gives back unescaped text, and fetch of the browsers agrees', async () => {
    for (const text of ['{"name":"Zoë 字"}', 'a%20b', '', 'a+b', '%E5%AD%97']) {
      const url = `data:text/plain,${text}`
      expect(decode(url)).toEqual(Buffer.from(await (await fetch(url)).arrayBuffer()))
    }
  })

  it.each(['data:;base64,a', 'data:;base64,a===', 'data:;base64,a-b/', 'data:,%', 'data:,%2', 'data:,%zz'])(
    'refuses %s',
    (text) => expect(decode(text)).toBeUndefined(),
  )
})
