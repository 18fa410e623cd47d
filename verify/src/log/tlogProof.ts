/** Proofs of c2sp.org/tlog-proof@v1: a file that shows, without any network, that an entry is in a log. */
import { fromBase64, isBase64, toBase64 } from '../base64.js'
import { type Checkpoint, openCheckpoint } from './checkpoint.js'
import { HASH_BYTES, leafHash } from './hash.js'
import { verifyInclusion } from './proof.js'
import { NoteError, type NoteVerifier } from './signedNote.js'

const FORM = 'c2sp.org/tlog-proof@v1'
const MAX_PROOF_CHARACTERS = 1024 * 1024
// A tree that a 64-bit index can name is no higher.
const MAX_HASHES = 64

/** The file's parts. */
export interface TlogProof {
  /** Unauthenticated bytes of the application: here, the entry itself. */
  extra: Uint8Array | undefined
  index: number
  path: Uint8Array[]
  /** The checkpoint's note as it was published. */
  checkpoint: string
}

/** The text is not of the form. */
export class TlogProofError extends Error {
  override name = 'TlogProofError'
}

/** The file's text. */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [FORM, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`]
  return `${[...lines, ...path.map(toBase64)].join('\n')}\n\n${checkpoint}`
}

/** @throws TlogProofError for a text that is not of the form; the checkpoint in it is not looked at. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  if (text.length > MAX_PROOF_CHARACTERS || end < 0) throw new TlogProofError('The proof has no checkpoint.')
  const [form, ...lines] = text.slice(0, end).split('\n')
  if (form !== FORM) throw new TlogProofError(`The first line is not ${FORM}.`)
  const extra = lines[0]?.startsWith('extra ') ? readBytes((lines.shift() as string).slice(6), 'extra') : undefined
  const [, digits] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? []
  const index = Number(digits)
  if (!Number.isSafeInteger(index)) throw new TlogProofError('The line with the index is missing or malformed.')
  if (lines.length > MAX_HASHES) throw new TlogProofError(`The proof has more than ${MAX_HASHES} hashes.`)
  const path = lines.map((line, at) => readBytes(line, `hash ${at}`))
  if (path.some(({ length }) => length !== HASH_BYTES)) throw new TlogProofError('A hash has not 32 bytes.')
  return { extra, index, path, checkpoint: text.slice(end + 2) }
}

/** `member`: the entry is in the log. `failed`: the file does not show it, with the reason. */
export type TlogProofFinding =
  | { kind: 'member'; checkpoint: Checkpoint; index: number }
  | { kind: 'failed'; why: string }

/** Whether the file shows that the entry is in the log of one of the verifiers. Never throws. */
export function verifyTlogProof(text: string, entry: Uint8Array, verifiers: readonly NoteVerifier[]): TlogProofFinding {
  try {
    const proof = parseTlogProof(text)
    const checkpoint = openCheckpoint(proof.checkpoint, verifiers)
    const { index, path } = proof
    if (verifyInclusion({ leaf: leafHash(entry), index, path, ...checkpoint }))
      return { kind: 'member', checkpoint, index }
    return { kind: 'failed', why: `The proof does not lead from the entry to the root of ${checkpoint.size} entries.` }
  } catch (error) {
    if (error instanceof TlogProofError || error instanceof NoteError) return { kind: 'failed', why: error.message }
    throw error
  }
}

function readBytes(text: string, what: string): Uint8Array {
  if (!isBase64(text)) throw new TlogProofError(`The proof's ${what} is not base64.`)
  return fromBase64(text)
}
