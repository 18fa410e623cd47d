/** Signed notes of c2sp.org/signed-note with Ed25519 signatures: a text and who signed it. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { fromBase64, isBase64, toBase64 } from '../base64.js'

const ED25519 = 0x01
const ID_BYTES = 4
const MAX_NOTE_CHARACTERS = 65_536
const MAX_SIGNATURES = 64

/** A text that is no signed note, no verifier key, or a note whose signature by a known key is wrong or missing. */
export class NoteError extends Error {
  override name = 'NoteError'
}

/** A name and an Ed25519 public key of 32 bytes. */
export interface NoteVerifier {
  name: string
  publicKey: Uint8Array
}

/** Signs with Ed25519. @returns 64 bytes. */
export type SignBytes = (message: Uint8Array) => Uint8Array

/** Whether the name can stand in a note: not empty, no spaces, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Cc}\p{Surrogate}]/u.test(name)
}

/** The key as text: name, id in hex and base64 of the kind of key and its bytes, joined by `+`. */
export function formatVerifierKey(verifier: NoteVerifier): string {
  const key = toBase64(concatBytes(Uint8Array.of(ED25519), verifier.publicKey))
  return `${verifier.name}+${bytesToHex(keyIdOf(verifier))}+${key}`
}

/** @throws NoteError for every text that `formatVerifierKey` would not write. */
export function parseVerifierKey(text: string): NoteVerifier {
  const [, name = '', id, key = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? []
  if (!isKeyName(name) || !isBase64(key)) throw new NoteError('This is no verifier key: expected name+id+base64.')
  const bytes = fromBase64(key)
  if (bytes[0] !== ED25519 || bytes.length !== 33) throw new NoteError('The verifier key is no Ed25519 key.')
  const verifier = { name, publicKey: bytes.subarray(1) }
  if (bytesToHex(keyIdOf(verifier)) !== id) throw new NoteError('The id in the verifier key is that of another key.')
  return verifier
}

/** Signs a text that ends with a line break. @throws NoteError for a text or a name that cannot be in a note. */
export function signNote(text: string, verifier: NoteVerifier, sign: SignBytes): string {
  if (!isKeyName(verifier.name)) throw new NoteError(`${JSON.stringify(verifier.name)} is no name of a key.`)
  if (!/^[^\n].*\n$/s.test(text) || hasControls(text)) throw new NoteError('The text cannot be in a note.')
  const signature = concatBytes(keyIdOf(verifier), sign(utf8ToBytes(text)))
  return `${text}\n— ${verifier.name} ${toBase64(signature)}\n`
}

/**
 * The text of a note that one of the verifiers signed. Signatures of unknown keys are ignored.
 * @throws NoteError where none of them signed it, or the signature of one of them is wrong.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): string {
  const { text, signatures } = splitNote(note)
  const message = utf8ToBytes(text)
  let isSigned = false
  for (const { name, bytes } of signatures) {
    const verifier = verifiers.find((known) => known.name === name && startsWith(bytes, keyIdOf(known)))
    if (verifier === undefined) continue
    if (!isSignedEd25519(verifier.publicKey, message, bytes.subarray(ID_BYTES)))
      throw new NoteError(`The signature of ${name} under the note is wrong.`)
    isSigned = true
  }
  if (!isSigned) throw new NoteError('The note is not signed by a known key.')
  return text
}

/** The text and the names in a note, without any claim about its signatures. @throws NoteError */
export function splitNote(note: string): { text: string; signatures: { name: string; bytes: Uint8Array }[] } {
  const end = note.lastIndexOf('\n\n')
  if (note.length > MAX_NOTE_CHARACTERS || end < 1 || !note.endsWith('\n') || hasControls(note))
    throw new NoteError('This is no signed note: expected a text, an empty line and signatures.')
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw new NoteError(`The note has more than ${MAX_SIGNATURES} signatures.`)
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) }
}

/** Whether the 64 bytes are the key's Ed25519 signature over the message, by the strict rules of RFC 8032. */
export function isSignedEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    // The key has not 32 bytes, or the signature not 64.
    return false
  }
}

/** First four bytes of the SHA-256 of name, line break, kind of key and key. */
function keyIdOf({ name, publicKey }: NoteVerifier): Uint8Array {
  return sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(ED25519), publicKey)).subarray(0, ID_BYTES)
}

function readSignature(line: string): { name: string; bytes: Uint8Array } {
  const [, name = '', base64 = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  if (!isKeyName(name) || !isBase64(base64) || base64.length < 8) throw new NoteError('A signature line is malformed.')
  return { name, bytes: fromBase64(base64) }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

function hasControls(text: string): boolean {
  return /[\p{Surrogate}]/u.test(text) || [...text].some((character) => character < ' ' && character !== '\n')
}
