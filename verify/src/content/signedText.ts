/** The text that a service signs about one response. Its form says what the two halves are digests of. */

/** Digests as 64 lower-case hex digits. */
export type SignedText =
  /** SHA-256 of the two bodies as sent. A single image is signed in the same form, with the image's digest. */
  | { kind: 'in-enclave'; requestSha256: string; responseSha256: string }
  /** The same, with the service's own words on where it relayed the request. */
  | ({ kind: 'relayed'; requestSha256: string; responseSha256: string } & Relay)
  /** Two or more images: their digests in the order of the response. */
  | { kind: 'images'; requestSha256: string; imageSha256: string[] }
  /** A session sealed end to end: hashes over the envelopes that travelled, see `sealedHash`. */
  | { kind: 'sealed'; isStream: boolean; requestHash: string; responseHash: string }
  /** `zg-sig-v1/plain`: SHA-256 over canonical JSON. Reserved: its stream form is not defined, and no service uses it. */
  | { kind: 'plain'; requestSha256: string; responseSha256: string }

export interface Relay {
  providerType: string
  providerIdentity: string
  tlsCertificateSha256: string
}

/** Characters of a text that is read at all: room for 125 images. */
export const MAX_SIGNED_TEXT = 8192

const DIGEST = /^[0-9a-f]{64}$/
// Labels are the service's own words; a colon in one would let the same text be read in two ways.
const LABEL = /^[\x21-\x39\x3b-\x7e]{1,256}$/
const SCHEMES = {
  'zg-sig-v1/e2ee-ct': 'single',
  'zg-sig-v1/e2ee-ct-stream': 'stream',
  'zg-sig-v1/plain': 'plain',
} as const

/** Reads a signed text. Undefined where it has none of the known forms, down to the last character. */
export function parseSignedText(text: string): SignedText | undefined {
  if (text.length > MAX_SIGNED_TEXT) return undefined
  const parts = text.split(':')
  switch (parts.length) {
    case 2:
      return parsePair(parts)
    case 3:
      return parseScheme(parts)
    case 5:
      return parseRelayed(parts)
    default:
      return undefined
  }
}

/** The two halves as they stand in the text: what ties a proof to a request and a response. */
export function halvesOf(signed: SignedText): string {
  switch (signed.kind) {
    case 'images':
      return `${signed.requestSha256}:${signed.imageSha256.join(',')}`
    case 'sealed':
      return `${signed.requestHash}:${signed.responseHash}`
    default:
      return `${signed.requestSha256}:${signed.responseSha256}`
  }
}

function parsePair([request = '', response = '']: string[]): SignedText | undefined {
  if (!DIGEST.test(request)) return undefined
  if (DIGEST.test(response)) return { kind: 'in-enclave', requestSha256: request, responseSha256: response }
  const images = response.split(',')
  if (images.length < 2 || !images.every((image) => DIGEST.test(image))) return undefined
  return { kind: 'images', requestSha256: request, imageSha256: images }
}

function parseScheme([scheme = '', request = '', response = '']: string[]): SignedText | undefined {
  if (!Object.hasOwn(SCHEMES, scheme) || !DIGEST.test(request) || !DIGEST.test(response)) return undefined
  const kind = SCHEMES[scheme as keyof typeof SCHEMES]
  if (kind === 'plain') return { kind, requestSha256: request, responseSha256: response }
  return { kind: 'sealed', isStream: kind === 'stream', requestHash: request, responseHash: response }
}

function parseRelayed(parts: string[]): SignedText | undefined {
  const [request = '', response = '', providerType = '', providerIdentity = '', tls = ''] = parts
  if (![request, response, tls].every((digest) => DIGEST.test(digest))) return undefined
  if (!LABEL.test(providerType) || !LABEL.test(providerIdentity)) return undefined
  return {
    kind: 'relayed',
    requestSha256: request,
    responseSha256: response,
    providerType,
    providerIdentity,
    tlsCertificateSha256: tls,
  }
}
