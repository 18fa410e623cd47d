/**
 * Sessions sealed end to end (`_e2ee` envelopes). The service signs hashes over what travelled: of each envelope its
 * ciphertext, and everything in clear beside it but the fields that it declares unbound. Nothing here decrypts.
 */
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { sha256 } from '#primitives'
import { fromBase64, isBase64 } from '../base64.js'
import { listEvents } from './events.js'

/** One sealed envelope: what is authenticated in clear, and the ciphertext. */
export interface SealedPart {
  aad: Uint8Array
  ciphertext: Uint8Array
}

/** An envelope as it travelled, taken apart. */
export interface Envelope extends SealedPart {
  /** The fields in clear that the hash covers. */
  bound: Record<string, unknown>
  isFinal: boolean
}

const MAX_ENVELOPE_DEPTH = 32

/** sha256(sha256(aad) ‖ sha256(ciphertext)), 64 lower-case hex digits: the half of a signed text for one envelope. */
export function sealedHash(part: SealedPart): string {
  return bytesToHex(hashPart(part))
}

/** sha256 over the hashes of the frames in the order sent: the response half of a sealed stream. */
export function sealedStreamHash(frames: readonly SealedPart[]): string {
  return bytesToHex(sha256(concatBytes(...frames.map(hashPart))))
}

/** Reads one envelope from its JSON text; undefined where the text is not one. */
export function findEnvelope(text: string): Envelope | undefined {
  const value = findObject(text)
  const sealed = value?._e2ee
  if (value === undefined || !isObject(sealed)) return undefined
  const { ciphertext, ...manifest } = sealed
  const unbound = manifest.unbound_fields ?? []
  if (typeof ciphertext !== 'string' || !Array.isArray(unbound)) return undefined
  if (!unbound.every((name) => typeof name === 'string' && name !== '_e2ee')) return undefined
  const bytes = findBase64Url(ciphertext)
  if (bytes === undefined) return undefined
  const bound: Record<string, unknown> = Object.fromEntries(
    Object.entries({ ...value, _e2ee: manifest }).filter(([name]) => !unbound.includes(name)),
  )
  const aad = findCanonical(bound)
  if (aad === undefined) return undefined
  return { aad: utf8ToBytes(aad), ciphertext: bytes, bound, isFinal: manifest.final === true }
}

/**
 * The frames of a sealed stream, as its events carry them. Undefined where an event is no envelope, or where not
 * exactly the last frame says that it is final: a stream cut short has another hash than the one signed, or none.
 */
export function findFrames(text: string): Envelope[] | undefined {
  const events = listEvents(text)
  if (events === undefined || events.length === 0) return undefined
  const frames = events.map(findEnvelope)
  if (!frames.every((frame) => frame !== undefined)) return undefined
  return frames.every((frame, at) => frame.isFinal === (at === frames.length - 1)) ? frames : undefined
}

function hashPart({ aad, ciphertext }: SealedPart): Uint8Array {
  return sha256(concatBytes(sha256(aad), sha256(ciphertext)))
}

function findObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && !isDeeperThan(value, MAX_ENVELOPE_DEPTH) ? value : undefined
  } catch {
    return undefined
  }
}

// A lone surrogate has no UTF-8, so no such text was ever signed.
function findCanonical(value: Record<string, unknown>): string | undefined {
  try {
    const text = canonicalize(value)
    return text === undefined || /\p{Surrogate}/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

function isDeeperThan(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((inner) => isDeeperThan(inner, most - 1))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Base64 of RFC 4648 section 5 without padding. */
function findBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4)
  return isBase64(padded) ? fromBase64(padded) : undefined
}
