import { createHash } from 'node:crypto'
import {
  type Bundle,
  type Checkpoint,
  isEntrySignedBy,
  isVerdictOf,
  type LogEntry,
  LogEntryError,
  leafHash,
  logKeyId,
  NoteError,
  type NoteVerifier,
  openCheckpoint,
  parseTlogProof,
  readCheckpoint,
  readLogEntry,
  type SignedVerdict,
  type TlogProof,
  TlogProofError,
  toBase64,
  verifyInclusion,
  verifyTlogProof,
} from '@touchstone/verify'
import { badEntryOf } from '../log/misbehaviour.js'
import type { VerifyOptions } from '../options.js'
import { CannotCheckError } from '../usage.js'

/**
 * Whether the log of all verdicts holds the bundle's, in words. It never touches the outcome: a proof that holds raises
 * nothing, and one that does not hold ends the check.
 * @throws CannotCheckError where the proof does not hold, or is missing although a key of the log was named; Misbehaviour
 *   where a named key signed a tree with an entry that may not stand in it.
 */
export function describeLog(
  { subject, verdict, logProof }: Bundle,
  { key, logKeys }: Pick<VerifyOptions, 'key' | 'logKeys'>,
): string {
  if (logProof === undefined || verdict === null) {
    if (logProof !== undefined)
      throw new CannotCheckError('the bundle proves that a log holds a verdict, and has none.')
    if (logKeys.length > 0)
      throw new CannotCheckError('--log-key: the bundle has no proof that the log holds its verdict.')
    return verdict === null
      ? 'no verdict: the bundle holds none that could be in a log'
      : 'no log: the bundle has a signed verdict and no proof that the log of all verdicts holds it'
  }
  const { proof, checkpoint } = orCannotCheck(() => read(logProof))
  const entryBytes = proof.extra ?? new Uint8Array(0)
  const verifiers = logKeys.length > 0 ? logKeys : verifiersOf(key, proof, checkpoint)
  requireMember(logProof, proof, checkpoint, verifiers)
  const entry = readMember(entryBytes, proof, verifiers)
  requireVerdict(entry, verdict, subject.id)
  if (isMisstated(entry, verdict, verifiers))
    throw badEntryOf('The signature in it is not that of the verdict.', proof.index, entryBytes, proof.checkpoint)
  const place = `logged at index ${proof.index} of the checkpoint of ${checkpoint.size} entries of ${checkpoint.origin}`
  if (logKeys.length > 0) return `${place}, signed by the key that you named`
  return verifiers.length > 0
    ? `${place}, signed by the key given by --key`
    : `${place}, whose signature was not checked: name the log's key by --log-key`
}

/** A log's key mostly is the one of its verdicts; after a rotation it is another one, which --key does not name. */
function verifiersOf(
  key: Uint8Array | undefined,
  { checkpoint: note }: TlogProof,
  { origin }: Checkpoint,
): NoteVerifier[] {
  const verifiers = key === undefined ? [] : [{ name: origin, publicKey: key }]
  try {
    openCheckpoint(note, verifiers)
    return verifiers
  } catch (error) {
    if (error instanceof NoteError) return []
    throw error
  }
}

function read(text: string): { proof: TlogProof; checkpoint: Checkpoint } {
  const proof = parseTlogProof(text)
  return { proof, checkpoint: readCheckpoint(proof.checkpoint) }
}

function requireMember(
  text: string,
  proof: TlogProof,
  checkpoint: Checkpoint,
  verifiers: readonly NoteVerifier[],
): void {
  const { index, path, extra = new Uint8Array(0) } = proof
  if (verifiers.length === 0) {
    if (verifyInclusion({ leaf: leafHash(extra), index, path, ...checkpoint })) return
    throw new CannotCheckError(`the bundle's proof of the log does not lead to the root that it names.`)
  }
  const found = verifyTlogProof(text, extra, verifiers)
  if (found.kind === 'failed') throw new CannotCheckError(`the bundle's proof of the log does not hold: ${found.why}`)
}

/** The entry. Where a named key signed the tree that it is in, what is wrong with it is the log's doing. */
function readMember(bytes: Uint8Array, { index, checkpoint }: TlogProof, verifiers: readonly NoteVerifier[]): LogEntry {
  let entry: LogEntry
  try {
    entry = readLogEntry(bytes)
  } catch (error) {
    if (!(error instanceof LogEntryError)) throw error
    if (verifiers.length > 0) throw badEntryOf(error.message, index, bytes, checkpoint)
    throw new CannotCheckError(`the bundle's proof of the log is about no entry: ${error.message}`)
  }
  const signer = findKey(verifiers, entry.keyId)
  // After a rotation the tree is signed by another key than its older entries, which need not be named.
  if (signer !== undefined && !isEntrySignedBy(signer, entry))
    throw badEntryOf('It has not the signature of its key.', index, bytes, checkpoint)
  return entry
}

function requireVerdict(entry: LogEntry, { body, signature, keyId }: SignedVerdict, settlement: string): void {
  const isOfVerdict =
    entry.kind === 'verdict' &&
    entry.settlement === settlement &&
    entry.bodySha256 === createHash('sha256').update(body, 'utf8').digest('hex') &&
    entry.bodySignature === signature &&
    entry.bodyKeyId === keyId
  if (!isOfVerdict) throw new CannotCheckError('the bundle proves that the log holds another verdict than its own.')
}

/** Whether the entry says that a named key signed the verdict, which it did not. */
function isMisstated(entry: LogEntry, { body }: SignedVerdict, verifiers: readonly NoteVerifier[]): boolean {
  if (entry.kind !== 'verdict') return false
  const signer = findKey(verifiers, entry.bodyKeyId)
  return signer !== undefined && !isVerdictOf(entry, body, [toBase64(signer)])
}

function findKey(verifiers: readonly NoteVerifier[], keyId: string): Uint8Array | undefined {
  return verifiers.find(({ publicKey }) => logKeyId(publicKey) === keyId)?.publicKey
}

function orCannotCheck<T>(look: () => T): T {
  try {
    return look()
  } catch (cause) {
    if (cause instanceof TlogProofError || cause instanceof NoteError)
      throw new CannotCheckError(`the bundle's proof of the log is malformed: ${cause.message}`, { cause })
    throw cause
  }
}
