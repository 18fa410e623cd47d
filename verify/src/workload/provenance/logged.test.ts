import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#primitives'
import { toBase64 } from '../../base64.js'
import { leafHash } from '../../log/hash.js'
import { createKey, signDer } from '../../mint/key.js'
import { createSigstore } from '../../mint/sigstore.js'
import { requireLogged } from './logged.js'
import { ProvenanceError } from './provenanceError.js'
import type { InclusionProof, LogEntry } from './sigstoreBundle.js'

const { log, logKey } = createSigstore()
const LOG_ID = sha256(logKey)
const BODY = utf8ToBytes('{"kind":"x"}')
const ROOT = leafHash(BODY)
const NOTE = `log.example.org - 7\n1\n${toBase64(ROOT)}\n`

/** A line of signature under a note. */
function line(text: string, { name = 'log.example.org', hint = LOG_ID.slice(0, 4), key = log } = {}): string {
  return `— ${name} ${toBase64(Uint8Array.from([...hint, ...signDer(key, utf8ToBytes(text))]))}`
}
const signed = (text: string) => `${text}\n${line(text)}\n`

function entryWith(checkpoint: string | null, changes: Partial<InclusionProof> = {}): LogEntry {
  const unsigned = { body: BODY, integratedTime: 1_700_000_000, logId: LOG_ID, logIndex: 5 }
  const promise = JSON.stringify({
    ...{ body: toBase64(BODY), integratedTime: unsigned.integratedTime },
    ...{ logID: bytesToHex(LOG_ID), logIndex: unsigned.logIndex },
  })
  const proof = { logIndex: 0, treeSize: 1, rootHash: ROOT, hashes: [], checkpoint: checkpoint ?? '', ...changes }
  return {
    ...{ ...unsigned, kind: 'x', version: '0.0.1', signedEntryTimestamp: signDer(log, utf8ToBytes(promise)) },
    inclusionProof: checkpoint === null ? null : proof,
  }
}
function judge(entry: LogEntry, keys = [toBase64(logKey)]): number | string {
  try {
    return requireLogged(entry, keys)
  } catch (error) {
    if (error instanceof ProvenanceError) return `${error.step}: ${error.message}`
    throw error
  }
}
const TIME = 1_700_000_000_000
const NOT_OF_TREE = 'log: The checkpoint is not one of the tree in which the entry stands.'
const NOT_SIGNED = "log: The checkpoint is not signed by the log's key."

describe('an entry that a log took', () => {
  it('has the time of the promise, with a proof or without', () => {
    expect(judge(entryWith(null))).toBe(TIME)
    expect(judge(entryWith(signed(NOTE)))).toBe(TIME)
    expect(judge(entryWith(signed(`${NOTE}other line\n`)))).toBe(TIME)
    expect(judge(entryWith(signed(NOTE.replace(' - 7', ''))))).toBe(TIME)
    expect(judge(entryWith(signed(NOTE)), ['AAAA', toBase64(logKey)])).toBe(TIME)
  })

  it('is of a pinned log, which signed the promise', () => {
    expect(judge(entryWith(null), [])).toBe(`log: The log ${bytesToHex(LOG_ID)} is not a pinned one.`)
    const later = { ...entryWith(null), integratedTime: 1_700_000_001 }
    expect(judge(later)).toBe('log: The promise of the log is not signed by its key.')
  })

  it('leads to the root of the proof', () => {
    const wrong = { rootHash: new Uint8Array(32) }
    expect(judge(entryWith(signed(NOTE), wrong))).toBe('log: The proof of inclusion does not lead to its root.')
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['no empty line', `${NOTE}${line(NOTE)}\n`],
    ['no origin', signed(NOTE.replace('log.example.org - 7', ''))],
    ['another size', signed(NOTE.replace('\n1\n', '\n2\n'))],
    ['another form of the size', signed(NOTE.replace('\n1\n', '\n01\n'))],
    ['another root', signed(NOTE.replace(toBase64(ROOT), toBase64(new Uint8Array(32))))],
    ['no root', signed('log.example.org - 7\n1\n')],
    ['an empty line first', `\n\n${NOTE}\n${line(NOTE)}\n`],
  ])('has no checkpoint with %s', (_, checkpoint) => {
    expect(judge(entryWith(checkpoint))).toBe(NOT_OF_TREE)
  })

  const other = createKey()
  it.each<[string, string]>([
    ['nobody', `${NOTE}\n`],
    ['another key', `${NOTE}\n${line(NOTE, { key: other })}\n`],
    ['another name', `${NOTE}\n${line(NOTE, { name: 'log.example.com' })}\n`],
    ['a part of the name', `${NOTE}\n${line(NOTE, { name: 'log.example' })}\n`],
    ['another hint', `${NOTE}\n${line(NOTE, { hint: Uint8Array.of(0, 0, 0, 0) })}\n`],
    ['a hint alone', `${NOTE}\n— log.example.org ${toBase64(LOG_ID.slice(0, 4))}\n`],
    ['fewer bytes than a hint', `${NOTE}\n— log.example.org ${toBase64(LOG_ID.slice(0, 2))}\n`],
    ['no base64', `${NOTE}\n— log.example.org AB\n`],
    ['a line with more before it', `${NOTE}\nx${line(NOTE)}\n`],
    ['a line with more behind it', `${NOTE}\n${line(NOTE)} x\n`],
    ['another text', `${NOTE}\n${line(`${NOTE}x\n`)}\n`],
  ])('has no checkpoint signed by %s', (_, checkpoint) => {
    expect(judge(entryWith(checkpoint))).toBe(NOT_SIGNED)
  })

  it('needs the signature below the empty line: a line of the text is none', () => {
    const inside = `${NOTE}${line(NOTE)}\n`
    expect(judge(entryWith(`${inside}\n`))).toBe(NOT_SIGNED)
  })

  it('may be signed by others as well', () => {
    const witnessed = `${NOTE}\n${line(NOTE, { name: 'witness.example.org', key: other })}\n${line(NOTE)}\n`
    expect(judge(entryWith(witnessed))).toBe(TIME)
  })
})
