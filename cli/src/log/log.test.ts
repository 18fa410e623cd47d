import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  buildLogEntry,
  formatTlogProof,
  formatVerifierKey,
  leafHash,
  logKeyId,
  openNote,
  readInclusion,
  rootOfLeaves,
  signCheckpoint,
  toBase64,
} from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedKey, readerOf, tilesByPath } from '../../../verify/testing/log.js'
import { run } from '../main.js'

const origin = 'example.org/log'
const [key, second, stranger] = ['log', 'second', 'stranger'].map(namedKey) as [Key, Key, Key]
type Key = ReturnType<typeof namedKey>
const VKEY = formatVerifierKey({ name: origin, publicKey: key.publicKey })
const bodyOf = (number: number) => `{"verdict":${number}}`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-log-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const introduce = (introduced: Key, by: Key) =>
  buildLogEntry({ kind: 'key', publicKey: toBase64(introduced.publicKey) }, logKeyId(by.publicKey), by.sign)
function verdict(number: number, by = key): Uint8Array {
  const body = Buffer.from(bodyOf(number))
  return buildLogEntry(
    {
      ...{ kind: 'verdict', settlement: `settlement-${number}`, verdict: String(number), supersedes: null },
      bodySha256: createHash('sha256').update(body).digest('hex'),
      bodySignature: toBase64(by.sign(body)),
      bodyKeyId: logKeyId(by.publicKey),
    },
    logKeyId(by.publicKey),
    by.sign,
  )
}
const ENTRIES = [introduce(key, key), ...Array.from({ length: 299 }, (_, at) => verdict(at + 1))]
const rootOf = (entries: Uint8Array[]) => rootOfLeaves(entries.map(leafHash))
const noteOf = (entries: Uint8Array[], by = key) =>
  signCheckpoint({ origin, size: entries.length, root: rootOf(entries) }, by.publicKey, by.sign)

function writeLog(name: string, entries: Uint8Array[], by = key): string {
  const place = join(folder, name)
  for (const [path, bytes] of [...tilesByPath(entries), ['checkpoint', noteOf(entries, by)] as const]) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), bytes)
  }
  return place
}
function writeNote(name: string, entries: Uint8Array[], by = key): string {
  writeFileSync(join(folder, name), noteOf(entries, by))
  return join(folder, name)
}
async function log(...args: string[]) {
  const lines: string[] = []
  const add = (text: string) => lines.push(text)
  return { code: await run(['log', ...args], { out: add, err: add }), text: lines.join('') }
}

describe('fsck', () => {
  it('makes a whole log again', async () => {
    const place = writeLog('whole', ENTRIES)
    expect(await log('fsck', place)).toMatchObject({ code: 0, text: expect.stringMatching(/300 entries and 3 tiles/) })
    expect(await log('fsck', place, '--key', VKEY)).toMatchObject({ code: 0 })
    const other = formatVerifierKey({ name: origin, publicKey: stranger.publicKey })
    expect(await log('fsck', place, '--key', other)).toMatchObject({ code: 2 })
  })

  it('never passes a log in which one bit of a tile, a bundle or the checkpoint differs', async () => {
    const place = writeLog('bits', ENTRIES)
    const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(files).toHaveLength(6)
    for (const file of files) {
      const path = join(file.parentPath, file.name)
      const bytes = readFileSync(path)
      for (const at of [Math.floor(bytes.length / 3), bytes.length - 1]) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] as number) ^ (1 << (at % 8))
        writeFileSync(path, changed)
        expect([1, 2], `${path} at ${at}`).toContain((await log('fsck', place)).code)
      }
      writeFileSync(path, bytes)
    }
  })

  it.each<[string, Uint8Array[]]>([
    ['edited', ENTRIES.with(7, verdict(1_000))],
    ['truncated', ENTRIES.slice(0, -1)],
    ['reordered', ENTRIES.with(7, ENTRIES[8] as Uint8Array).with(8, ENTRIES[7] as Uint8Array)],
    ['extended', [...ENTRIES, verdict(1_000)]],
  ])('does not pass an %s log under its old checkpoint', async (name, entries) => {
    const place = writeLog(name, entries)
    writeFileSync(join(place, 'checkpoint'), noteOf(ENTRIES))
    expect([1, 2]).toContain((await log('fsck', place)).code)
  })

  it('convicts a log that signed an entry of a stranger', async () => {
    const place = writeLog('stranger', [...ENTRIES.slice(0, 5), verdict(9, stranger)])
    expect(await log('fsck', place)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^SECURITY ERROR.*Entry 5/s),
    })
  })

  it('accuses nobody where files are missing, or nothing is asked of the right place', async () => {
    const place = writeLog('missing', ENTRIES)
    rmSync(join(place, 'tile/0/000'))
    expect((await log('fsck', place)).code).toBe(2)
    expect((await log('fsck', join(folder, 'nowhere'))).code).toBe(2)
    expect((await log('fsck', 'ftp://host/log')).code).toBe(3)
    expect((await log('fsck')).code).toBe(3)
    expect((await log('fsck', place, '--key', 'x')).code).toBe(3)
    expect((await log('--help')).code).toBe(3)
    expect((await log('burn')).code).toBe(3)
  })
})

describe('compare', () => {
  it('joins checkpoints of one log', async () => {
    const place = writeLog('joined', ENTRIES)
    const [old, grown] = [writeNote('old', ENTRIES.slice(0, 270)), writeNote('grown', ENTRIES)]
    expect(await log('compare', old, grown, '--url', place, '--key', VKEY)).toMatchObject({ code: 0 })
    expect(await log('compare', grown, grown, '--key', VKEY)).toMatchObject({ code: 0 })
    expect((await log('compare', old, grown, '--key', VKEY)).code).toBe(2)
    expect((await log('compare', old, grown)).code).toBe(3)
  })

  it('prints a proof of misbehaviour for two logs of one key, which a stranger can check', async () => {
    const place = writeLog('one', ENTRIES)
    const other = ENTRIES.with(3, verdict(1_000))
    for (const size of [300, 270, 4]) {
      const [a, b] = [writeNote('a', ENTRIES), writeNote('b', other.slice(0, size))]
      const { code, text } = await log('compare', a, b, '--url', place, '--key', VKEY)
      expect(code).toBe(1)
      expect(text).toMatch(/^SECURITY ERROR/)
      const notes = text.replace(/^\t/gm, '').match(/example\.org\/log\n\d+\n\S+\n\n— \S+ \S+\n/g) ?? []
      expect(notes).toHaveLength(2)
      for (const note of notes) expect(() => openNote(note, [{ name: origin, publicKey: key.publicKey }])).not.toThrow()
    }
    // The fork shows itself to the larger side's tiles alone; those of the other accuse nobody.
    const [a, b] = [writeNote('a', ENTRIES), writeNote('b', other.slice(0, 270))]
    expect((await log('compare', a, b, '--url', writeLog('two', other), '--key', VKEY)).code).toBe(2)
  })

  it('does not take the word of a stranger', async () => {
    const [a, b] = [writeNote('a', ENTRIES), writeNote('b', ENTRIES.with(3, verdict(1_000)), stranger)]
    expect((await log('compare', a, b, '--key', VKEY)).code).toBe(2)
  })
})

describe('monitor', () => {
  const state = () => join(folder, `state-${Math.random()}`)
  const watch = (place: string, file: string, ...rest: string[]) => log('monitor', place, '--state', file, ...rest)

  it('follows a log, also past a rotation of its key', async () => {
    const file = state()
    expect(await watch(writeLog('grow', ENTRIES.slice(0, 3)), file, '--key', VKEY)).toMatchObject({ code: 0 })
    expect(await watch(writeLog('grow', ENTRIES), file)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/297 of them new/),
    })
    const rotated = [...ENTRIES, introduce(second, key), verdict(1_001, second)]
    expect(await watch(writeLog('grow', rotated, second), file, '--key', VKEY)).toMatchObject({ code: 0 })
    expect(await watch(writeLog('grow', rotated, key), state())).toMatchObject({ code: 2 })
    expect((await log('monitor', join(folder, 'grow'))).code).toBe(3)
  })

  it.each<[string, Uint8Array[]]>([
    ['edited', [...ENTRIES.with(7, verdict(1_000)), verdict(1_001)]],
    ['reordered', ENTRIES.with(7, ENTRIES[8] as Uint8Array).with(8, ENTRIES[7] as Uint8Array)],
    ['forked', [...ENTRIES.slice(0, 200), ...Array.from({ length: 400 }, (_, at) => verdict(2_000 + at))]],
  ])('proves that a log was %s', async (name, entries) => {
    const file = state()
    await watch(writeLog(`${name}-before`, ENTRIES), file)
    const before = readFileSync(file, 'utf8')
    const { code, text } = await watch(writeLog(`${name}-after`, entries), file)
    expect({ code, text }).toMatchObject({ code: 1, text: expect.stringMatching(/^SECURITY ERROR/) })
    expect(text.replace(/^\t/gm, '')).toContain(noteOf(ENTRIES).trimEnd())
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it('accuses nobody of an older checkpoint, of damaged tiles or of a note that nobody signed', async () => {
    const file = state()
    const place = writeLog('quiet', ENTRIES)
    await watch(place, file)
    expect((await watch(writeLog('older', ENTRIES.slice(0, 9)), file)).code).toBe(2)
    const more = [...ENTRIES, verdict(1_000)]
    cpSync(writeLog('damaged', more), join(folder, 'damaged-copy'), { recursive: true })
    writeFileSync(join(folder, 'damaged-copy/tile/0/001.p/45'), Buffer.alloc(45 * 32))
    expect((await watch(join(folder, 'damaged-copy'), file)).code).toBe(2)
    expect((await watch(writeLog('unsigned', more, stranger), file)).code).toBe(2)
    writeFileSync(file, '{}')
    expect((await watch(place, file)).code).toBe(3)
  })

  it('checks verdicts of a server to the last byte', async () => {
    const files = tilesByPath(ENTRIES)
    const bodies = new Map(ENTRIES.map((_, at) => [String(at), bodyOf(at)]))
    const server = createServer(async (request, response) => {
      const path = (request.url ?? '').slice(1)
      const [kind, name = ''] = path.split('/')
      const index = Number.parseInt(name, 10)
      const proof = async () =>
        formatTlogProof({
          ...{ extra: undefined, index, checkpoint: noteOf(ENTRIES) },
          path: await readInclusion(readerOf(files), index, ENTRIES.length),
        })
      const body =
        kind === 'checkpoint'
          ? noteOf(ENTRIES)
          : kind === 'proof'
            ? await proof()
            : kind === 'verdict'
              ? JSON.stringify({ body: bodies.get(name) })
              : files.get(path)
      response.writeHead(body === undefined ? 404 : 200).end(body)
    }).listen(0)
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      expect(await watch(url, state(), '--sample', '20')).toMatchObject({ code: 0 })
      for (const name of bodies.keys()) bodies.set(name, '{"verdict":0}')
      expect(await watch(url, state(), '--sample', '20')).toMatchObject({ code: 2 })
      expect(await log('fsck', url)).toMatchObject({ code: 0 })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
