/** Whether a pinned transparency log took an entry, and when it says that it did. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { fromBase64, isBase64, toBase64 } from '../../base64.js'
import { isSameBytes } from '../../enclave/quote/chain.js'
import { isSignedBy, type PublicKey, parsePublicKey } from '../../x509/key.js'
import { SIGSTORE_CURVES } from './codeCertificate.js'
import { rootFromPath } from './merkle.js'
import { ProvenanceError } from './provenanceError.js'
import type { InclusionProof, LogEntry } from './sigstoreBundle.js'

const HINT_BYTES = 4

/**
 * Milliseconds at which the log took the entry. The time stands in the log's signed promise alone, so that one is
 * always asked for; a proof of inclusion has to hold wherever there is one.
 *
 * @throws ProvenanceError, DerError
 */
export function requireLogged(entry: LogEntry, logKeys: readonly string[]): number {
  const spki = logKeys.map(fromBase64).find((key) => isSameBytes(sha256(key), entry.logId))
  if (spki === undefined) throw refuse(`The log ${bytesToHex(entry.logId)} is not a pinned one.`)
  const key = parsePublicKey(spki, 'log.key', SIGSTORE_CURVES)
  if (!isSignedBy(key, promiseOf(entry), entry.signedEntryTimestamp, 'signedEntryTimestamp'))
    throw refuse('The promise of the log is not signed by its key.')
  if (entry.inclusionProof !== null) requireIncluded(entry, entry.inclusionProof, key)
  return entry.integratedTime * 1000
}

/** What the log signs, as canonical JSON: its keys stand in order and none of its values needs an escape. */
function promiseOf({ body, integratedTime, logId, logIndex }: LogEntry): Uint8Array {
  return utf8ToBytes(JSON.stringify({ body: toBase64(body), integratedTime, logID: bytesToHex(logId), logIndex }))
}

function requireIncluded(entry: LogEntry, proof: InclusionProof, key: PublicKey): void {
  const { rootHash, logIndex, treeSize, hashes } = proof
  const root = rootFromPath(entry.body, logIndex, treeSize, hashes)
  if (root === null || !isSameBytes(root, rootHash)) throw refuse('The proof of inclusion does not lead to its root.')
  requireCheckpoint(proof, entry.logId, key)
}

/** A signed note: origin, size and root, other lines, an empty line, and one line a signature. */
function requireCheckpoint(
  { checkpoint, treeSize, rootHash }: InclusionProof,
  logId: Uint8Array,
  key: PublicKey,
): void {
  const end = checkpoint.indexOf('\n\n')
  const text = checkpoint.slice(0, end + 1)
  const [origin = '', size, root] = text.split('\n')
  if (end < 0 || origin === '' || size !== `${treeSize}` || root !== toBase64(rootHash))
    throw refuse('The checkpoint is not one of the tree in which the entry stands.')
  const lines = checkpoint.slice(end + 2).split('\n')
  if (!lines.some((line) => isNoteSigned(line, text, logId, key)))
    throw refuse("The checkpoint is not signed by the log's key.")
}

function isNoteSigned(line: string, text: string, logId: Uint8Array, key: PublicKey): boolean {
  const [, name, base64] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  if (base64 === undefined || !isBase64(base64)) return false
  // The name of the key begins the origin; a shard's number may follow.
  if (!text.startsWith(`${name} `) && !text.startsWith(`${name}\n`)) return false
  const bytes = fromBase64(base64)
  if (bytes.length <= HINT_BYTES || !isSameBytes(bytes.subarray(0, HINT_BYTES), logId.subarray(0, HINT_BYTES)))
    return false
  return isSignedBy(key, utf8ToBytes(text), bytes.subarray(HINT_BYTES), 'checkpoint.signature')
}

function refuse(why: string): ProvenanceError {
  return new ProvenanceError('log', why)
}
