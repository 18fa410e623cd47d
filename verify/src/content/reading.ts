/** What is kept of a published body: digests and counts, never the bytes. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { fromBase64, isBase64 } from '../base64.js'
import { findEnvelope, findFrames, sealedHash, sealedStreamHash } from './sealed.js'
import { findText, readUsage, type UsageReading, usageOf } from './usage.js'

/** A body's digests, 64 lower-case hex digits each. */
export interface BodyReading {
  sha256: string
  /** The half of a signed text, where the body is one sealed envelope. */
  sealed?: string
}

export interface ResponseReading extends BodyReading {
  /** The same where the body is a stream of sealed envelopes. */
  sealedStream?: string
  /** SHA-256 of the images that the body carries in base64, in order. */
  images?: string[]
  /** Counts that the body states in clear. */
  usage: UsageReading
}

const MAX_IMAGES = 128
const UNREADABLE: UsageReading = { kind: 'unstated', why: 'the response is not text' }
const NOT_IN_CLEAR: UsageReading = { kind: 'unstated', why: 'the sealed response binds no token counts in clear' }

/** Digests of a request. */
export function readRequest(bytes: Uint8Array): BodyReading {
  const reading: BodyReading = { sha256: digestOf(bytes) }
  const envelope = findSealedText(bytes, findEnvelope)
  return envelope === undefined ? reading : { ...reading, sealed: sealedHash(envelope) }
}

/** Digests and counts of a response. */
export function readResponse(bytes: Uint8Array): ResponseReading {
  const digest = { sha256: digestOf(bytes) }
  const text = findText(bytes)
  if (text === undefined) return { ...digest, usage: UNREADABLE }
  if (text.includes('"_e2ee"')) {
    const envelope = findEnvelope(text)
    if (envelope !== undefined)
      return { ...digest, sealed: sealedHash(envelope), usage: usageOf(envelope.bound) ?? NOT_IN_CLEAR }
    const frames = findFrames(text)
    if (frames !== undefined)
      return { ...digest, sealedStream: sealedStreamHash(frames), usage: usageOf(frames.at(-1)?.bound) ?? NOT_IN_CLEAR }
  }
  const images = text.includes('"b64_json"') ? findImages(text) : undefined
  return { ...digest, ...(images === undefined ? {} : { images }), usage: readUsage(text) }
}

/** SHA-256 as the 64 lower-case hex digits of signed texts. */
export function digestOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

function findSealedText<T>(bytes: Uint8Array, read: (text: string) => T | undefined): T | undefined {
  const text = findText(bytes)
  return text?.includes('"_e2ee"') ? read(text) : undefined
}

/** Images of an answer of the images API: `data[].b64_json`. Undefined where one of them is not base64. */
function findImages(text: string): string[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: unknown }
    if (!Array.isArray(data) || data.length === 0 || data.length > MAX_IMAGES) return undefined
    const images = data.map((entry: unknown) => (entry as { b64_json?: unknown } | null)?.b64_json)
    if (!images.every((image) => typeof image === 'string' && isBase64(image))) return undefined
    return images.map((image) => digestOf(fromBase64(image as string)))
  } catch {
    return undefined
  }
}
