import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { namedKey } from '../../testing/log.js'
import {
  formatVerifierKey,
  isKeyName,
  isSignedEd25519,
  NoteError,
  openNote,
  parseVerifierKey,
  signNote,
  splitNote,
} from './signedNote.js'

const key = namedKey('log')
const verifier = { name: 'log', publicKey: key.publicKey }
const NAMES = ['log', 'example.org/log', 'Ä', '—', 'a.b-c_d']
const NO_NAMES = ['', ' ', 'a b', 'a+b', 'a\nb', 'a\tb', 'a\u{a0}b', 'a\u{2003}b', 'a\0', '\x7f', '\u{85}', '\ud800']
const NO_NOTE = new NoteError('This is no signed note: expected a text, an empty line and signatures.')
const LINE = '— log AAAAAA=='

describe('the name of a key', () => {
  it.each(NAMES)('may be %j', (name) => expect(isKeyName(name)).toBe(true))
  it.each(NO_NAMES)('is not %j', (name) => {
    expect(isKeyName(name)).toBe(false)
    expect(() => signNote('x\n', { ...verifier, name }, key.sign)).toThrow(
      new NoteError(`${JSON.stringify(name)} is no name of a key.`),
    )
  })
})

describe('the text of a note', () => {
  it.each(['x\n', 'x\n\ny\n', 'x\n\n', 'Ä \x7f \u{1f600}\n'])('may be %j, and is what is opened', (text) => {
    expect(openNote(signNote(text, verifier, key.sign), [verifier])).toBe(text)
  })
  it.each(['', '\n', 'x', 'x\ny', '\nx\n', 'x\ty\n', 'x\r\n', '\0\n', 'x\x1f\n', '\ud800\n', 'x\udfff\n'])(
    'is not %j',
    (text) => expect(() => signNote(text, verifier, key.sign)).toThrow(new NoteError('The text cannot be in a note.')),
  )
})

describe('a note', () => {
  it('is a text, an empty line and lines of signatures', () => {
    expect(splitNote(`x\n\n${LINE}\n`)).toEqual({
      text: 'x\n',
      signatures: [{ name: 'log', bytes: new Uint8Array(4) }],
    })
    expect(splitNote(`x\n\n${LINE}\n\n${LINE}\n${LINE}\n`)).toMatchObject({ text: `x\n\n${LINE}\n` })
  })

  it.each([
    ...['', 'x', 'x\n', `x\n${LINE}\n`, `\n\n${LINE}\n`, `x\n\n${LINE}`],
    ...[`x\ty\n\n${LINE}\n`, `x\r\n\n${LINE}\n`, `x\n\n${LINE}\t\n`, `\ud800\n\n${LINE}\n`],
  ])('is not %j', (note) => expect(() => splitNote(note)).toThrow(NO_NOTE))

  it('has at most 65 536 characters', () => {
    const noteOf = (length: number) => `${'x'.repeat(length - LINE.length - 3)}\n\n${LINE}\n`
    expect(splitNote(noteOf(65_536)).signatures).toHaveLength(1)
    expect(() => splitNote(noteOf(65_537))).toThrow(NO_NOTE)
    expect(() => splitNote('\n'.repeat(70_000))).toThrow(NO_NOTE)
  })

  it('has at most 64 signatures', () => {
    expect(splitNote(`x\n\n${`${LINE}\n`.repeat(64)}`).signatures).toHaveLength(64)
    expect(() => splitNote(`x\n\n${`${LINE}\n`.repeat(65)}`)).toThrow(
      new NoteError('The note has more than 64 signatures.'),
    )
  })

  it.each([
    ...['—', '— log', '—  AAAAAAAA', '- log AAAAAAAA', 'x— log AAAAAAAA', '— log AAAAAAAA x', '—log AAAAAAAA'],
    ...[
      '— log  AAAAAAAA',
      '— a+b AAAAAAAA',
      '— log AAAA',
      '— log AAAAA',
      '— log AAAAAA=A',
      '— log AAAAAB==',
      '— log !!!!!!!!',
    ],
  ])('has no signature %j', (line) => {
    const malformed = new NoteError('A signature line is malformed.')
    expect(() => splitNote(`x\n\n${line}\n`)).toThrow(malformed)
    expect(() => splitNote(`x\n\n— log AAAAAAAA\n${line}\n${LINE}\n`)).toThrow(malformed)
  })

  it('has a signature', () => {
    for (const note of ['x\n\n', 'x\n\n\n']) expect(() => splitNote(note)).toThrow('A signature line is malformed.')
  })
})

describe('the text of a verifier key', () => {
  const text = formatVerifierKey(verifier)
  const none = new NoteError('This is no verifier key: expected name+id+base64.')
  const otherKind = new NoteError('The verifier key is no Ed25519 key.')

  it('is name, id and key', () => {
    expect(text).toMatch(/^log\+[0-9a-f]{8}\+AQ?[A-Za-z0-9+/]+=*$/)
    expect(parseVerifierKey(text)).toEqual(verifier)
  })

  it.each([
    ...['', 'log', 'log+00000000', `x+${text}`, `${text}\n`, `${text}=`, text.slice(0, -1), ` ${text}`, text.slice(3)],
    ...[text.toUpperCase(), text.replace('+', '++'), text.replace('log', 'l\nog')],
  ])('is not %j', (other) => expect(() => parseVerifierKey(other)).toThrow(none))

  it('is of a key of 32 bytes and of that kind', () => {
    for (const length of [0, 31, 33, 64])
      expect(() => parseVerifierKey(formatVerifierKey({ name: 'log', publicKey: new Uint8Array(length) }))).toThrow(
        otherKind,
      )
    expect(() => parseVerifierKey(text.replace(/\+A.(?=[^+]*$)/, '+Ag'))).toThrow(otherKind)
  })

  it('has the id of its own name and key', () => {
    const wrong = new NoteError('The id in the verifier key is that of another key.')
    expect(() => parseVerifierKey(text.replace('log', 'lag'))).toThrow(wrong)
    expect(() => parseVerifierKey(text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow(wrong)
    const [, id] = text.split('+')
    const other = formatVerifierKey({ name: 'log', publicKey: namedKey('stranger').publicKey })
    expect(() => parseVerifierKey(other.replace(/\+[0-9a-f]{8}\+/, `+${id}+`))).toThrow(wrong)
  })
})

describe('an Ed25519 signature', () => {
  const message = new TextEncoder().encode('message')
  const signature = key.sign(message)

  it('is of one key over one message', () => {
    expect(isSignedEd25519(key.publicKey, message, signature)).toBe(true)
    expect(isSignedEd25519(key.publicKey, message.subarray(1), signature)).toBe(false)
    expect(isSignedEd25519(namedKey('stranger').publicKey, message, signature)).toBe(false)
    for (let at = 0; at < 64; at += 1)
      expect(isSignedEd25519(key.publicKey, message, signature.with(at, (signature[at] ?? 0) ^ 1))).toBe(false)
  })

  it('has 64 bytes, and its key 32, which are a point', () => {
    for (const other of [signature.subarray(1), new Uint8Array([...signature, 0]), new Uint8Array()])
      expect(isSignedEd25519(key.publicKey, message, other)).toBe(false)
    for (const other of [key.publicKey.subarray(1), new Uint8Array([...key.publicKey, 0]), new Uint8Array()])
      expect(isSignedEd25519(other, message, signature)).toBe(false)
    for (const other of [new Uint8Array(32).fill(2), new Uint8Array(32).fill(0xff)])
      expect(isSignedEd25519(other, message, signature)).toBe(false)
  })

  it('is none under the key of small order, under which one signature is that of every message', () => {
    const neutral = new Uint8Array(32).with(0, 1)
    const universal = new Uint8Array(64).with(0, 1)
    for (const text of [message, new Uint8Array(), new Uint8Array(99)]) {
      expect(ed25519.verify(universal, text, neutral, { zip215: true })).toBe(true)
      expect(isSignedEd25519(neutral, text, universal)).toBe(false)
    }
  })
})

it('is an error with a name', () => expect(new NoteError('x').name).toBe('NoteError'))
