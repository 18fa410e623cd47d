/** Whether a signer's certificate was issued by a pinned authority, and in force at a time. */
import { fromBase64 } from '../../base64.js'
import { isSameBytes } from '../../enclave/quote/chain.js'
import { toText } from '../../time.js'
import { isSignedBy } from '../../x509/key.js'
import { type CodeCertificate, parseCodeCertificate } from './codeCertificate.js'
import { ProvenanceError } from './provenanceError.js'

const MAX_DEPTH = 4

/**
 * The path from the certificate to a self-signed authority, all of them pinned and in force at `at`, milliseconds. What
 * authorities a bundle brings along is not looked at, and the certificate's log (SCT) is not asked.
 *
 * @throws ProvenanceError, DerError
 */
export function requireIssued(leaf: CodeCertificate, authorities: readonly string[], at: number): void {
  if (leaf.isAuthority || !leaf.maySign || leaf.forCode !== true)
    throw refuse('The certificate is not one for signing code.')
  requireInForce(leaf, at, 'certificate')
  const pinned = authorities.map((der, n) => parseCodeCertificate(fromBase64(der), `authority[${n}]`))
  if (!findPath(leaf, pinned, at, 0))
    throw refuse('The certificate was not issued by a pinned authority in force then.')
}

function findPath(subject: CodeCertificate, pinned: readonly CodeCertificate[], at: number, below: number): boolean {
  if (below > MAX_DEPTH) return false
  return pinned.some((authority) => {
    if (!mayIssue(authority, below) || !isInForce(authority, at) || !isIssuedBy(subject, authority)) return false
    const isRoot = isSameBytes(authority.issuer, authority.subject) && isIssuedBy(authority, authority)
    return isRoot || findPath(authority, pinned, at, below + 1)
  })
}

function mayIssue({ isAuthority, mayIssue: may, forCode, pathLength }: CodeCertificate, below: number): boolean {
  return isAuthority && may && forCode !== false && (pathLength === null || below <= pathLength)
}

function isIssuedBy(subject: CodeCertificate, authority: CodeCertificate): boolean {
  return (
    isSameBytes(subject.issuer, authority.subject) &&
    subject.signedOn === authority.key.curve &&
    isSignedBy(authority.key, subject.signed, subject.signature, 'certificate.signature')
  )
}

function isInForce({ notBefore, notAfter }: CodeCertificate, at: number): boolean {
  return notBefore <= at && at <= notAfter
}

function requireInForce(certificate: CodeCertificate, at: number, name: string): void {
  const { notBefore, notAfter } = certificate
  if (!isInForce(certificate, at))
    throw refuse(
      `The ${name} was in force from ${toText(notBefore)} to ${toText(notAfter)}, not when the log took the entry.`,
    )
}

function refuse(why: string): ProvenanceError {
  return new ProvenanceError('certificate', why)
}
