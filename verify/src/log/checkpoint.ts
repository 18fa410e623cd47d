/** Checkpoints of c2sp.org/tlog-checkpoint: which log, how many entries, which root. */
import { fromBase64, isBase64, toBase64 } from '../base64.js'
import { HASH_BYTES } from './hash.js'
import { NoteError, type NoteVerifier, openNote, type SignBytes, signNote, splitNote } from './signedNote.js'

/** A tree head. */
export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
}

/** The note of a checkpoint, signed under the origin as the key's name. */
export function signCheckpoint({ origin, size, root }: Checkpoint, publicKey: Uint8Array, sign: SignBytes): string {
  return signNote(`${origin}\n${size}\n${toBase64(root)}\n`, { name: origin, publicKey }, sign)
}

/**
 * The checkpoint in a note that one of the verifiers signed and whose origin is that verifier's name.
 * @throws NoteError for every other text.
 */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  const { origin } = readCheckpoint(note)
  const own = verifiers.filter(({ name }) => name === origin)
  return parseText(openNote(note, own))
}

/** What a note says, whoever signed it: a claim. @throws NoteError where it is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint {
  return parseText(splitNote(note).text)
}

function parseText(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const count = Number(size)
  // Extension lines are allowed; the text ends with a line break, so that the last of the rest is empty.
  const isForm = origin !== '' && rest.length > 0 && rest.slice(0, -1).every((line) => line !== '')
  if (!isForm || !/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(count))
    throw new NoteError('The note is no checkpoint: expected an origin, a size and a root.')
  if (!isBase64(root) || fromBase64(root).length !== HASH_BYTES)
    throw new NoteError('The note is no checkpoint: its root is no hash in base64.')
  return { origin, size: count, root: fromBase64(root) }
}
