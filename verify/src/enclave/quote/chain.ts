/** Chains of certificates: each signed by the next, the last one a pinned root. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import type { Certificate } from '../../x509/certificate.js'
import { DerError } from '../../x509/der.js'
import { isSignedBy } from '../../x509/key.js'
import { readPemChain } from '../../x509/pem.js'
import type { RevocationList } from './crl.js'
import { parseIntelCertificate } from './intel.js'

/** A chain that does not hold together; the message says where. */
export class ChainError extends Error {
  override name = 'ChainError'
}

/** A chain from its leaf to a pinned root. */
export interface Chain {
  leaf: Certificate
  /** Whoever signed the leaf: the second certificate. */
  issuer: Certificate
  root: Certificate
  certificates: readonly Certificate[]
}

/** Certificates of a PEM chain of exactly `length`, in order; nothing is verified yet. @throws DerError, ChainError */
export function readCertificates(pem: string, length: number, field: string): Certificate[] {
  const ders = readPemChain(pem, field)
  if (ders.length !== length) throw new ChainError(`${field}: expected ${length} certificates, found ${ders.length}`)
  return ders.map((der, at) => parseIntelCertificate(der, `${field}[${at}]`))
}

/**
 * Verifies that each certificate is signed by the next and that the last one is the pinned root, whose own signature
 * proves nothing. Times and revocation are the caller's.
 *
 * @throws DerError for a signature of the wrong form, ChainError for a chain that does not hold together.
 */
export function verifyChain(certificates: readonly Certificate[], rootDigest: string, field: string): Chain {
  const [leaf, issuer] = certificates
  const root = certificates.at(-1)
  if (leaf === undefined || issuer === undefined || root === undefined) throw new ChainError(`${field}: too short`)
  if (digestOf(root) !== rootDigest) throw new ChainError(`${field}: does not end in the pinned root`)
  for (const [at, certificate] of certificates.slice(0, -1).entries()) {
    verifyCertificate(certificate, certificates[at + 1] ?? root, `${field}[${at}]`)
  }
  return { leaf, issuer, root, certificates }
}

/** SHA-256 of the DER, hex. */
export function digestOf(certificate: Certificate): string {
  return bytesToHex(sha256(certificate.der))
}

/** @throws ChainError unless the list is that authority's own. */
export function verifyRevocationList(list: RevocationList, authority: Certificate, field: string): void {
  if (!isSameBytes(list.issuer, authority.subject)) throw new ChainError(`${field}: names another issuer`)
  if (!authority.mayRevoke) throw new ChainError(`${field}: its issuer may not revoke`)
  if (!isSignedBy(authority.key, list.signed, list.signature, field)) {
    throw new ChainError(`${field}: is not signed by its issuer`)
  }
}

/** Errors of evidence, as opposed to bugs of ours. */
export function isEvidenceError(error: unknown): error is Error {
  return error instanceof DerError || error instanceof ChainError
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

function verifyCertificate(certificate: Certificate, issuer: Certificate, field: string): void {
  if (!isSameBytes(certificate.issuer, issuer.subject)) throw new ChainError(`${field}: names another issuer`)
  if (!issuer.isAuthority || !issuer.mayIssue) throw new ChainError(`${field}: its issuer may not issue certificates`)
  if (!isSignedBy(issuer.key, certificate.signed, certificate.signature, field)) {
    throw new ChainError(`${field}: is not signed by its issuer`)
  }
}
