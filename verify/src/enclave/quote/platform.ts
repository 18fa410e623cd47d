/** Step one: the quote's own signatures, from the attestation key up to a pinned root. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { isSignedP256, sha256 } from '#primitives'
import { fromBase64, isBase64 } from '../../base64.js'
import type { QuoteRoot } from '../../trust.js'
import type { Certificate } from '../../x509/certificate.js'
import { type Chain, digestOf, isEvidenceError, isSameBytes, readCertificates, verifyChain } from './chain.js'
import { findSgxExtension } from './intel.js'
import { type EnclaveReport, type QuoteSignatures } from './layout.js'
import { parseEnclaveReport, type SignedQuote } from './parse.js'
import { type PckExtension, parsePckExtension } from './pck.js'
import { refused, type Stop, unavailable } from './stop.js'

/** The machine behind a quote, by the certificate of its provisioning key. */
export interface Platform {
  root: QuoteRoot
  chain: Chain
  pck: PckExtension
  /** Report of the quoting enclave, signed by the platform. */
  qe: EnclaveReport
}

const PCK_CHAIN_LENGTH = 3

/** Verifies every signature that stands in the quote. `spareChain` serves a quote that brings no chain of its own. */
export function judgePlatform(
  { quote, signatures }: SignedQuote,
  roots: readonly QuoteRoot[],
  spareChain: string | null,
): Platform | Stop {
  if (roots.length === 0) return { kind: 'absent', step: 'quote-chain', why: 'This network names no root for quotes.' }
  const broken = roots.find((root) => !isPinned(root))
  if (broken)
    return unavailable('quote-chain', `The trust material's root "${broken.name}" is not what its digest says.`)
  const pem = quote.pckChain ?? spareChain
  if (pem === null) return unavailable('quote-chain', 'Neither the quote nor its collateral carries a PCK chain.')
  const blame = quote.pckChain === null ? (why: string) => unavailable('quote-chain', why) : blameQuote
  try {
    const certificates = readCertificates(pem, PCK_CHAIN_LENGTH, 'PCK chain')
    const root = findRoot(certificates, roots)
    if (root === undefined) return blame(`The PCK chain ends in a root that this network does not name.`)
    const chain = verifyChain(certificates, root.sha256, 'PCK chain')
    if (chain.leaf.isAuthority) return blame('The PCK certificate is an authority.')
    const sgx = findSgxExtension(chain.leaf)
    if (sgx === null) return blame('The PCK certificate does not describe a platform.')
    const pck = parsePckExtension(sgx, 'PCK certificate')
    const qe = parseEnclaveReport(signatures.qeReport)
    const why = findBadSignature(quote.signed, signatures, chain.leaf, qe)
    if (why === null) return { root, chain, pck, qe }
    return why.startsWith('The PCK') ? blame(why) : blameQuote(why)
  } catch (error) {
    if (isEvidenceError(error)) return blame(error.message)
    throw error
  }
}

function blameQuote(why: string): Stop {
  return refused('quote-chain', why)
}

function isPinned({ der, sha256: digest }: QuoteRoot): boolean {
  return isBase64(der) && bytesToHex(sha256(fromBase64(der))) === digest
}

function findRoot(certificates: readonly Certificate[], roots: readonly QuoteRoot[]): QuoteRoot | undefined {
  const last = certificates.at(-1)
  const digest = last && digestOf(last)
  return roots.find((root) => root.sha256 === digest)
}

// Attestation key -> its hash in the QE's report -> the PCK's signature over that report.
function findBadSignature(
  signed: Uint8Array,
  signatures: QuoteSignatures,
  pck: Certificate,
  qe: EnclaveReport,
): string | null {
  const { attestationKey, qeAuthData, qeReport, qeReportSignature, signature } = signatures
  if (!isSignedP256(pck.key.point, qeReport, qeReportSignature)) {
    return "The PCK did not sign the quoting enclave's report."
  }
  const bound = new Uint8Array(64)
  bound.set(sha256(join(attestationKey, qeAuthData)))
  if (!isSameBytes(qe.reportData, bound)) return 'The quoting enclave does not vouch for the attestation key.'
  if (!isSignedP256(join(Uint8Array.of(4), attestationKey), signed, signature)) {
    return 'The attestation key did not sign the quote.'
  }
  return null
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
