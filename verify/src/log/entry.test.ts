import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedKey, readerOf, tilesByPath } from '../../testing/log.js'
import { toBase64 } from '../base64.js'
import { signCheckpoint } from './checkpoint.js'
import { buildLogEntry, LogEntryError, type LogStatement, logKeyId, readLogEntry } from './entry.js'
import { compareCheckpoints } from './fork.js'
import { leafHash, rootOfLeaves } from './hash.js'
import { followEntry, isVerdictOf, type KeyRing } from './keyRing.js'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlogProof.js'
import { readConsistency, readInclusion, readRoot } from './treeReader.js'

const [first, second, stranger] = ['first', 'second', 'stranger'].map(namedKey) as [Key, Key, Key]
type Key = ReturnType<typeof namedKey>
const body = '{"outcome":"paid"}'
const introduce = (key: Key, by: Key) => build({ kind: 'key', publicKey: toBase64(key.publicKey) }, by)
const build = (statement: LogStatement, by: Key) => buildLogEntry(statement, logKeyId(by.publicKey), by.sign)
const verdict = (number: string, by: Key, author = by) =>
  build(
    {
      ...{ kind: 'verdict', settlement: '16602-0xab-1', verdict: number, supersedes: null },
      bodySha256: createHash('sha256').update(body).digest('hex'),
      bodySignature: toBase64(author.sign(new TextEncoder().encode(body))),
      bodyKeyId: logKeyId(author.publicKey),
    },
    by,
  )
const follow = (...entries: Uint8Array[]) => entries.map(readLogEntry).reduce<KeyRing>(followEntry, [])

describe('the keys of a log', () => {
  it('are introduced by the one before, and old verdicts stay those of an old key', () => {
    const ring = follow(
      introduce(first, first),
      verdict('1', first),
      introduce(second, first),
      verdict('2', second, first),
    )
    expect(ring).toEqual([toBase64(first.publicKey), toBase64(second.publicKey)])
    const entry = readLogEntry(verdict('1', first))
    expect(isVerdictOf(entry, body, ring)).toBe(true)
    expect(isVerdictOf(entry, `${body} `, ring)).toBe(false)
    expect(isVerdictOf(entry, body, [toBase64(second.publicKey)])).toBe(false)
    expect(isVerdictOf(readLogEntry(introduce(second, first)), body, ring)).toBe(false)
  })

  const notInForce = `The entry is not signed by the key in force, ${logKeyId(first.publicKey)}.`
  const secondInForce = `The entry is not signed by the key in force, ${logKeyId(second.publicKey)}.`
  it.each([
    ['a log that begins without a key', [verdict('1', first)], 'The first entry of a log has to name its key.'],
    ['a first key that did not sign itself', [introduce(first, stranger)], notInForce],
    ['an entry of a stranger', [introduce(first, first), verdict('1', stranger)], notInForce],
    [
      'a verdict of a stranger',
      [introduce(first, first), verdict('1', first, stranger)],
      `The verdict is signed by key ${logKeyId(stranger.publicKey)}, which is none of the log's.`,
    ],
    ['a key that a stranger introduces', [introduce(first, first), introduce(second, stranger)], notInForce],
    ['a key that introduces itself', [introduce(first, first), introduce(second, second)], notInForce],
    [
      'an entry of a key that was replaced',
      [introduce(first, first), introduce(second, first), verdict('1', first)],
      secondInForce,
    ],
    [
      'a key that comes back',
      [introduce(first, first), introduce(second, first), introduce(first, second)],
      'The entry names a key that the log already had.',
    ],
  ])('refuse %s', (_, entries, why) => expect(() => follow(...entries)).toThrow(new LogEntryError(why)))

  it('never make another error than their own of any bytes', () => {
    const bytes = verdict('1', first)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const changed = bytes.slice()
        changed[at] = value
        if (value !== bytes[at]) expect(() => follow(introduce(first, first), changed)).toThrow(LogEntryError)
      }),
    )
  })
})

const origin = 'example.org/log'
const verifier = { name: origin, publicKey: first.publicKey }
async function publish(entries: Uint8Array[]) {
  const read = readerOf(tilesByPath(entries))
  const checkpoint = { origin, size: entries.length, root: await readRoot(read, entries.length) }
  return { read, checkpoint, note: signCheckpoint(checkpoint, first.publicKey, first.sign) }
}

describe('a proof file', () => {
  const entries = [introduce(first, first), ...Array.from({ length: 300 }, (_, at) => verdict(String(at + 1), first))]

  it('shows every entry offline, and no other one', async () => {
    const { read, note } = await publish(entries)
    for (const index of [0, 1, 255, 256, 300]) {
      const path = await readInclusion(read, index, entries.length)
      const entry = entries[index] as Uint8Array
      const text = formatTlogProof({ extra: entry, index, path, checkpoint: note })
      expect(parseTlogProof(text)).toEqual({ extra: entry, index, path, checkpoint: note })
      expect(verifyTlogProof(text, entry, [verifier])).toMatchObject({ kind: 'member', index })
      expect(verifyTlogProof(text, entries[(index + 1) % 301] as Uint8Array, [verifier])).toMatchObject({
        kind: 'failed',
      })
    }
  })

  it('that differs in one character fails, but for what nobody signed', async () => {
    const { read, note } = await publish(entries.slice(0, 7))
    const text = formatTlogProof({
      extra: undefined,
      index: 4,
      path: await readInclusion(read, 4, 7),
      checkpoint: note,
    })
    for (let at = 0; at < text.length; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
      expect(verifyTlogProof(changed, entries[4] as Uint8Array, [verifier]).kind, `at ${at}`).toBe('failed')
    }
  })
})

describe('two checkpoints', () => {
  const honest = [introduce(first, first), ...Array.from({ length: 9 }, (_, at) => verdict(String(at + 1), first))]
  const forged = honest.with(3, verdict('77', first))
  const beginningOf = async (read: Awaited<ReturnType<typeof publish>>['read'], old: number, size: number) => ({
    root: rootOfLeaves(honest.slice(0, old).map(leafHash)),
    path: await readConsistency(read, old, size),
  })

  it('of one log are consistent', async () => {
    const [old, grown] = [await publish(honest.slice(0, 4)), await publish(honest)]
    const beginning = await beginningOf(grown.read, 4, 10)
    expect(compareCheckpoints(old.checkpoint, grown.checkpoint, beginning)).toBe('consistent')
    expect(compareCheckpoints(grown.checkpoint, old.checkpoint, beginning)).toBe('consistent')
    expect(compareCheckpoints(old.checkpoint, grown.checkpoint, undefined)).toBe('unknown')
    expect(compareCheckpoints(old.checkpoint, { ...old.checkpoint }, undefined)).toBe('consistent')
  })

  it('of a fork are a proof, whatever their sizes', async () => {
    const [grown, same, smaller] = [await publish(honest), await publish(forged), await publish(forged.slice(0, 4))]
    expect(compareCheckpoints(grown.checkpoint, same.checkpoint, undefined)).toBe('forked')
    const beginning = await beginningOf(grown.read, 4, 10)
    expect(compareCheckpoints(smaller.checkpoint, grown.checkpoint, beginning)).toBe('forked')
    expect(compareCheckpoints(smaller.checkpoint, grown.checkpoint, { ...beginning, path: [] })).toBe('unknown')
  })
})
