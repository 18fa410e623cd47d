/** Which keys a log has had: each is introduced by an entry that the one before it signed. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { fromBase64, toBase64 } from '../base64.js'
import { keyOfEntry, type LogEntry, LogEntryError, logKeyId, signedBytes } from './entry.js'
import { isSignedEd25519 } from './signedNote.js'

/** Raw public keys in the order in which they came into force, base64; the last one is in force. */
export type KeyRing = readonly string[]

/**
 * The ring behind the next entry of a log.
 * @throws LogEntryError where the entry is not signed by the key in force, or names a verdict under a key that is none
 *   of the log's.
 */
export function followEntry(ring: KeyRing, entry: LogEntry): KeyRing {
  const inForce = ring.at(-1) ?? (entry.kind === 'key' ? entry.publicKey : undefined)
  if (inForce === undefined) throw new LogEntryError('The first entry of a log has to name its key.')
  if (!isEntrySignedBy(fromBase64(inForce), entry))
    throw new LogEntryError(`The entry is not signed by the key in force, ${logKeyId(fromBase64(inForce))}.`)
  if (entry.kind === 'verdict') {
    if (findKey(ring, entry.bodyKeyId) === undefined)
      throw new LogEntryError(`The verdict is signed by key ${entry.bodyKeyId}, which is none of the log's.`)
    return ring
  }
  if (ring.includes(entry.publicKey)) throw new LogEntryError('The entry names a key that the log already had.')
  return [...ring, toBase64(keyOfEntry(entry))]
}

/** Raw key of that id; undefined where the ring has none. */
export function findKey(ring: KeyRing, keyId: string): Uint8Array | undefined {
  return ring.map(fromBase64).find((key) => logKeyId(key) === keyId)
}

/** Whether the text is the verdict that the entry names, signed by the key that it names. */
export function isVerdictOf(entry: LogEntry, body: string, ring: KeyRing): boolean {
  if (entry.kind !== 'verdict') return false
  const bytes = utf8ToBytes(body)
  const key = findKey(ring, entry.bodyKeyId)
  if (key === undefined || bytesToHex(sha256(bytes)) !== entry.bodySha256) return false
  return isSignedEd25519(key, bytes, fromBase64(entry.bodySignature))
}

/** Whether the entry names the raw key and has its signature. */
export function isEntrySignedBy(key: Uint8Array, entry: LogEntry): boolean {
  return entry.keyId === logKeyId(key) && isSignedEd25519(key, signedBytes(entry), fromBase64(entry.signature))
}
