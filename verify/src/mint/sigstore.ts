/** An instance of Sigstore of our own, for tests and devnets: it certifies any workflow and logs any signature. */
import { p384 } from '@noble/curves/nist.js'
import { toBase64 } from '../base64.js'
import type { SigstoreRoot } from '../trust.js'
import { VALIDITY } from './certificate.js'
import { mintAuthority, toAuthorityKey } from './codeCertificate.js'
import { bits, oid, sequence } from './der.js'
import { createKey, type MintKey } from './key.js'

export interface MintSigstore {
  /** Entry of the trust material. */
  root: SigstoreRoot
  authority: MintKey
  log: MintKey
  /** DER of the log's public key. */
  logKey: Uint8Array
}

export const AUTHORITY = 'Touchstone Test Code Signing'
/** Issuer of the identity tokens of the test instance. */
export const TOKEN_ISSUER = 'https://tokens.example.org'
const ROOT = 'Touchstone Test Code Signing Root'

/** A new instance of random keys: a root that may have one authority below, that authority, and a log. */
export function createSigstore(): MintSigstore {
  const [root, authority] = [p384.utils.randomSecretKey(), p384.utils.randomSecretKey()].map(toAuthorityKey)
  if (root === undefined || authority === undefined) throw new RangeError('Two keys were made.')
  const log = createKey()
  const logKey = toPublicKeyInfo(log)
  const certificates = [
    mintAuthority(ROOT, root, ROOT, root, { ...VALIDITY, pathLength: 1 }),
    mintAuthority(AUTHORITY, authority, ROOT, root, { ...VALIDITY, pathLength: 0 }),
  ]
  return {
    root: {
      name: 'Touchstone test instance',
      certificateAuthorities: certificates.map(toBase64),
      logKeys: [toBase64(logKey)],
      issuers: [{ issuer: TOKEN_ISSUER, sources: 'https://example.org/' }],
      source: 'generated',
      asOf: '2026-11-01',
    },
    authority,
    log,
    logKey,
  }
}

/** SubjectPublicKeyInfo of a key on P-256. */
function toPublicKeyInfo({ publicKey }: MintKey): Uint8Array {
  return sequence(sequence(oid('2a8648ce3d0201'), oid('2a8648ce3d030107')), bits(publicKey))
}
