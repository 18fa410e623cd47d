import { describe, expect, it } from 'vitest'
import { namedKey } from '../../testing/log.js'
import { openCheckpoint, readCheckpoint, signCheckpoint } from './checkpoint.js'
import { EMPTY_ROOT, leafHash } from './hash.js'
import { NoteError, signNote } from './signedNote.js'

const key = namedKey('log')
const stranger = namedKey('stranger')
const origin = 'example.org/log'
const verifier = { name: origin, publicKey: key.publicKey }
const ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const FORM = 'The note is no checkpoint: expected an origin, a size and a root.'
const NO_ROOT = 'The note is no checkpoint: its root is no hash in base64.'
const noteOf = (text: string) => `${text}\n— a AAAAAAAA\n`

describe('the note of a checkpoint', () => {
  it('says origin, size and root, each on a line', () => {
    const note = signCheckpoint({ origin, size: 7, root: EMPTY_ROOT }, key.publicKey, key.sign)
    expect(note).toMatch(
      /^example\.org\/log\n7\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example\.org\/log \S+\n$/,
    )
    expect(openCheckpoint(note, [verifier])).toEqual({ origin, size: 7, root: EMPTY_ROOT })
  })

  it('is read at every size that a double can hold', () => {
    for (const size of [0, 1, 10, 256, Number.MAX_SAFE_INTEGER])
      expect(readCheckpoint(noteOf(`a\n${size}\n${ROOT}\n`))).toEqual({ origin: 'a', size, root: EMPTY_ROOT })
  })

  it('may have lines of extensions behind the root, which say nothing', () => {
    for (const more of ['x\n', 'x\ny z\n'])
      expect(readCheckpoint(noteOf(`a\n7\n${ROOT}\n${more}`))).toEqual({ origin: 'a', size: 7, root: EMPTY_ROOT })
  })

  it.each([
    ...['a\n', 'a\n7\n', `\n7\n${ROOT}\n`, `a\n7\n${ROOT}\n\nx\n`, `a\n7\n${ROOT}\nx\n\n`],
    ...['', '07', '00', '-1', '+7', ' 7', '7 ', '7.0', '1e3', '0x7', 'x', '9007199254740992'].map(
      (size) => `a\n${size}\n${ROOT}\n`,
    ),
  ])('is none of the form %j', (text) => {
    expect(() => readCheckpoint(noteOf(text))).toThrow(new NoteError(FORM))
  })

  it.each(['!', ROOT.slice(0, -1), `${ROOT} `, 'AAAA', `${ROOT.slice(0, -1)}A`, 'A'.repeat(44)])(
    'has no root %j',
    (root) => expect(() => readCheckpoint(noteOf(`a\n7\n${root}\nx\n`))).toThrow(new NoteError(NO_ROOT)),
  )
})

describe('a checkpoint is believed', () => {
  const text = `${origin}\n7\n${ROOT}\n`
  const unknown = new NoteError('The note is not signed by a known key.')

  it('by the signature of a key that has the name of its origin', () => {
    const other = { name: 'example.org/other', publicKey: key.publicKey }
    const note = signNote(text, verifier, key.sign)
    expect(openCheckpoint(note, [other, verifier]).size).toBe(7)
    expect(() => openCheckpoint(note, [other])).toThrow(unknown)
    expect(() => openCheckpoint(note, [])).toThrow(unknown)
    expect(() => openCheckpoint(note, [{ name: origin, publicKey: stranger.publicKey }])).toThrow(unknown)
    expect(() => openCheckpoint(signNote(text, other, key.sign), [other, verifier])).toThrow(unknown)
    expect(() => openCheckpoint(signNote(text, verifier, stranger.sign), [verifier])).toThrow(
      new NoteError('The signature of example.org/log under the note is wrong.'),
    )
  })

  it('never for what was only read', () => {
    const note = signNote(text, { name: origin, publicKey: stranger.publicKey }, stranger.sign)
    const claimed = note.replace('\n7\n', '\n8\n').replace(ROOT, Buffer.from(leafHash(EMPTY_ROOT)).toString('base64'))
    expect(readCheckpoint(claimed)).toEqual({ origin, size: 8, root: leafHash(EMPTY_ROOT) })
    expect(() => openCheckpoint(claimed, [{ name: origin, publicKey: stranger.publicKey }])).toThrow(NoteError)
    expect(() => openCheckpoint(claimed, [verifier])).toThrow(unknown)
  })
})
