/** The text that a service signs about one response: two digests, and for a relay where the answer came from. */

/** Digests as 64 lower-case hex digits. */
export interface SignedText {
  requestSha256: string
  responseSha256: string
  /** Set where the service says that it relayed the request: its words, signed by it. */
  relay: { providerType: string; providerIdentity: string; tlsCertificateSha256: string } | undefined
}

const IN_ENCLAVE = /^([0-9a-f]{64}):([0-9a-f]{64})$/
const RELAYED = /^([0-9a-f]{64}):([0-9a-f]{64}):([^:\s]{1,64}):([^:\s]{1,256}):([0-9a-f]{64})$/

/** Reads a signed text. Undefined for other forms (images, sealed sessions), which this version does not read. */
export function parseSignedText(text: string): SignedText | undefined {
  const plain = IN_ENCLAVE.exec(text)
  if (plain !== null) {
    const [, requestSha256 = '', responseSha256 = ''] = plain
    return { requestSha256, responseSha256, relay: undefined }
  }
  const relayed = RELAYED.exec(text)
  if (relayed === null) return undefined
  const [, requestSha256 = '', responseSha256 = '', providerType = '', providerIdentity = '', tls = ''] = relayed
  return { requestSha256, responseSha256, relay: { providerType, providerIdentity, tlsCertificateSha256: tls } }
}
