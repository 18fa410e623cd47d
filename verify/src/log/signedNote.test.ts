import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedKey } from '../../testing/log.js'
import { openCheckpoint, readCheckpoint, signCheckpoint } from './checkpoint.js'
import { EMPTY_ROOT } from './hash.js'
import { formatVerifierKey, NoteError, openNote, parseVerifierKey, signNote } from './signedNote.js'

// Text, key and signature of the documentation of Go's package note.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

const log = namedKey('log')
const origin = 'example.org/log'
const verifier = { name: origin, publicKey: log.publicKey }
const note = signCheckpoint({ origin, size: 7, root: EMPTY_ROOT }, log.publicKey, log.sign)

describe('a signed note', () => {
  it('of another implementation is opened', () => {
    const known = parseVerifierKey(GO_KEY)
    expect(formatVerifierKey(known)).toBe(GO_KEY)
    expect(openNote(GO_NOTE, [known])).toBe(GO_NOTE.slice(0, GO_NOTE.indexOf('\n\n') + 1))
  })

  it('is refused when any character differs', () => {
    for (let at = 0; at < note.length; at += 1) {
      const changed = `${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`
      expect(() => openNote(changed, [verifier]), `at ${at}`).toThrow(NoteError)
      expect(() => openNote(note.slice(0, at), [verifier]), `cut at ${at}`).toThrow(NoteError)
    }
  })

  it('may carry signatures of strangers, and none that is wrong', () => {
    const stranger = { name: 'stranger', publicKey: namedKey('stranger').publicKey }
    const [line] = signNote('x\n', stranger, () => new Uint8Array(64))
      .split('\n')
      .slice(2)
    expect(openCheckpoint(`${note}${line}\n`, [verifier]).size).toBe(7)
    expect(() => openCheckpoint(`${note}${line}\n`, [verifier, { ...stranger }])).not.toThrow()
    expect(() => openNote(`${note}${line}\n`, [verifier, stranger])).toThrow(/signature of stranger/)
    expect(() => openNote(note, [stranger])).toThrow(/not signed by a known key/)
    expect(() => openNote(note, [])).toThrow(NoteError)
  })

  it('never makes another error than its own of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const read of [() => openNote(text, [verifier]), () => readCheckpoint(`a\n${text}\n\n— a AAAAAAAA\n`)])
          try {
            read()
          } catch (error) {
            expect(error).toBeInstanceOf(NoteError)
          }
      }),
    )
  })
})

describe('a verifier key', () => {
  it.each([
    '',
    'a+b',
    GO_KEY.replace('Peter', 'Pater'),
    GO_KEY.replace('c74f20a3', 'c74f20a4'),
    GO_KEY.replace('+AR', '+AB'),
    `${GO_KEY} `,
    GO_KEY.slice(0, -4),
  ])('%j is none', (text) => expect(() => parseVerifierKey(text)).toThrow(NoteError))
})

describe('a checkpoint', () => {
  it('is read back', () => {
    expect(openCheckpoint(note, [verifier])).toEqual({ origin, size: 7, root: EMPTY_ROOT })
  })

  it('is not taken from a key with another name than its origin', () => {
    const other = { name: 'example.org/other', publicKey: log.publicKey }
    const text = note.slice(0, note.indexOf('\n\n') + 1)
    expect(() => openCheckpoint(signNote(text, other, log.sign), [other, verifier])).toThrow(NoteError)
  })

  it.each(['7', 'a\n7\n', 'a\n07\nAAAA\n', 'a\n-1\n', `a\n7\n${'A'.repeat(40)}\n`, 'a\n9007199254740993\nAAAA\n'])(
    'of the text %j is none',
    (text) => expect(() => readCheckpoint(`${text}\n— a AAAAAAAA\n`)).toThrow(NoteError),
  )
})
