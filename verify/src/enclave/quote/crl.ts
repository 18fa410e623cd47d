/** Certificate revocation lists of RFC 5280, version 2. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { DerError, DerReader, readBits, readTime, readUnsigned, TAG } from '../../x509/der.js'
import { readExtensions, refuseCritical } from '../../x509/extensions.js'
import { readAlgorithm } from '../../x509/key.js'
import { INTEL } from './intel.js'

export interface RevocationList {
  signed: Uint8Array
  /** DER of an ECDSA signature. */
  signature: Uint8Array
  /** Name as DER. */
  issuer: Uint8Array
  /** Milliseconds; both inclusive. */
  thisUpdate: number
  nextUpdate: number
  /** Serial numbers, hex as in certificates. */
  revoked: ReadonlySet<string>
}

/** @throws DerError where the bytes are not exactly one complete list; without bytes there is no list at all. */
export function parseRevocationList(der: Uint8Array, field: string): RevocationList {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'list')
  outer.end()
  const tbs = body.read(TAG.sequence, 'content')
  readAlgorithm(body, field, INTEL.curves)
  const signature = readBits(body.read(TAG.bitString, 'signature'), `${field}.signature`)
  body.end()
  return { signed: tbs.raw, signature, ...readContent(new DerReader(tbs.value, field), field) }
}

function readContent(tbs: DerReader, field: string) {
  if (bytesToHex(tbs.read(TAG.integer, 'version').value) !== '01') throw new DerError(`${field}: expected version 2`)
  readAlgorithm(tbs, field, INTEL.curves)
  const issuer = tbs.read(TAG.sequence, 'issuer').raw
  const thisUpdate = readTime(tbs, `${field}.thisUpdate`)
  const nextUpdate = readTime(tbs, `${field}.nextUpdate`)
  const entries = tbs.readOptional(TAG.sequence, 'revoked')
  const revoked = entries === null ? new Set<string>() : readRevoked(new DerReader(entries.value, field), field)
  const wrapped = tbs.enter(0xa0, 'extensions')
  // A critical extension narrows what the list speaks of: a delta or a part is not the list.
  refuseCritical(readExtensions(wrapped, field), [], field)
  wrapped.end()
  tbs.end()
  return { issuer, thisUpdate, nextUpdate, revoked }
}

function readRevoked(entries: DerReader, field: string): Set<string> {
  const serials = new Set<string>()
  while (entries.next !== null) {
    const entry = entries.enter(TAG.sequence, 'entry')
    serials.add(bytesToHex(readUnsigned(entry.read(TAG.integer, 'serial'), `${field}.serial`)))
    readTime(entry, `${field}.revocationDate`)
    if (entry.next === TAG.sequence) refuseCritical(readExtensions(entry, field), [], field)
    entry.end()
  }
  return serials
}
