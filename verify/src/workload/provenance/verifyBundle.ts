/** Image provenance without a network: Sigstore bundles against pinned roots. */
import { hexToBytes } from '@noble/hashes/utils.js'
import { isSameBytes } from '../../enclave/quote/chain.js'
import type { Release, SigstoreRoot } from '../../trust.js'
import { DerError } from '../../x509/der.js'
import { readSignature } from '../../x509/ecdsa.js'
import { isSignedBy } from '../../x509/key.js'
import { type CodeCertificate, parseCodeCertificate } from './codeCertificate.js'
import { requireSameEntry } from './entryBody.js'
import { type Identity, requireIdentity } from './identity.js'
import { requireIssued } from './issued.js'
import { requireLogged } from './logged.js'
import { ProvenanceError, type ProvenanceStep } from './provenanceError.js'
import { readSigstoreBundle, type SignedContent, type SigstoreBundle } from './sigstoreBundle.js'
import { preAuthEncoding, requireStatementOf } from './statement.js'

export interface ProvenanceContext {
  /** Digest of the image's manifest, `sha256:` and 64 hex digits. */
  digest: string
  /** Where the image must come from. */
  release: Pick<Release, 'source' | 'commit'>
  roots: readonly SigstoreRoot[]
}

export type Provenance =
  /** `signedAt` in milliseconds: when the log took the entry. `root` names the instance of Sigstore. */
  | { kind: 'verified'; identity: Identity; signedAt: number; root: string }
  | { kind: 'refused'; step: ProvenanceStep; why: string }

/**
 * Verifies a bundle of version 0.1 to 0.3: the certificate was issued by a pinned authority and in force when a pinned
 * log took the entry, the entry is about this signature, the signature covers the digest, and the signer is a workflow
 * of the release's repository at its commit. Asks neither the log of certificates (SCT) nor time-stamping authorities.
 *
 * @throws RangeError for a digest of another form; never for a bundle.
 */
export async function verifySigstoreBundle(json: string, context: ProvenanceContext): Promise<Provenance> {
  if (!/^sha256:[0-9a-f]{64}$/.test(context.digest))
    throw new RangeError(`Expected a digest such as sha256:…, got ${context.digest}.`)
  try {
    const bundle = readSigstoreBundle(json)
    const leaf = read('certificate', () => parseCodeCertificate(bundle.leaf, 'certificate'))
    return await verifyWithRoot(bundle, leaf, context)
  } catch (error) {
    if (error instanceof ProvenanceError) return { kind: 'refused', step: error.step, why: error.message }
    throw error
  }
}

async function verifyWithRoot(
  bundle: SigstoreBundle,
  leaf: CodeCertificate,
  { digest, release, roots }: ProvenanceContext,
): Promise<Provenance> {
  const { root, signedAt } = findRoot(bundle, leaf, roots)
  requireSameEntry(bundle.entry, bundle.leaf, bundle.content)
  const sha256 = digest.slice('sha256:'.length)
  await requireSigned(bundle.content, leaf, sha256)
  if (bundle.content.kind === 'envelope') requireStatementOf(bundle.content, sha256)
  return { kind: 'verified', identity: requireIdentity(leaf, release, root.issuers ?? []), signedAt, root: root.name }
}

// The first complaint is told where no root fits; authority and log have to be of the same root.
function findRoot(bundle: SigstoreBundle, leaf: CodeCertificate, roots: readonly SigstoreRoot[]) {
  let first: ProvenanceError | undefined
  for (const root of roots) {
    try {
      const signedAt = read('log', () => requireLogged(bundle.entry, root.logKeys))
      read('certificate', () => requireIssued(leaf, root.certificateAuthorities, signedAt))
      return { root, signedAt }
    } catch (error) {
      if (!(error instanceof ProvenanceError)) throw error
      first ??= error
    }
  }
  throw first ?? new ProvenanceError('certificate', 'The trust material has no root of code signing.')
}

async function requireSigned(content: SignedContent, { key }: CodeCertificate, sha256: string): Promise<void> {
  if (content.kind === 'message' && !isSameBytes(content.digest, hexToBytes(sha256)))
    throw new ProvenanceError('subject', `The signature is over another digest than sha256:${sha256}.`)
  const isSigned = await readAsync('signature', () =>
    content.kind === 'message'
      ? isDigestSigned(content.digest, content.signature, key)
      : isSignedBy(key, preAuthEncoding(content), content.signature, 'signature'),
  )
  if (!isSigned) throw new ProvenanceError('signature', 'The signature is not by the key of the certificate.')
}

// Only the digest is at hand: what was hashed is the image itself.
async function isDigestSigned(digest: Uint8Array, signature: Uint8Array, key: CodeCertificate['key']) {
  if (key.curve !== 'P-256') throw new ProvenanceError('signature', 'Expected a key on P-256 to sign a SHA-256.')
  const { p256 } = await import('@noble/curves/nist.js')
  const compact = readSignature(signature, 'signature', key.curve)
  try {
    return p256.verify(compact, digest, key.point, { prehash: false, lowS: false, format: 'compact' })
  } catch {
    // The point is none of the curve, or r or s is out of range.
    return false
  }
}

function read<T>(step: ProvenanceStep, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw asRefusal(step, error)
  }
}

async function readAsync<T>(step: ProvenanceStep, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw asRefusal(step, error)
  }
}

function asRefusal(step: ProvenanceStep, error: unknown): unknown {
  return error instanceof DerError ? new ProvenanceError(step, error.message) : error
}
