/** Certificates of a made-up GPU, its issuer and their root, any part of which a test may replace. */
import { p384 } from '@noble/curves/nist.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../src/mint/der.js'

export const FROM = Date.UTC(2025, 0, 1)
export const TO = Date.UTC(2027, 0, 1)
export const ECDSA_SHA384 = sequence(oid('2a8648ce3d040303'))
export const KEY_USAGE = '551d0f'
export const BASIC = '551d13'

function keyOf(role: number) {
  const secret = new Uint8Array(48).fill(role)
  return { secret, point: p384.getPublicKey(secret, false) }
}
export const [rootKey, issuerKey, deviceKey] = [keyOf(1), keyOf(2), keyOf(3)]

export function sign(bytes: Uint8Array, secret: Uint8Array): Uint8Array {
  return p384.sign(bytes, secret, { prehash: true, lowS: true, format: 'compact' })
}
export function extension(type: string, value: Uint8Array, isCritical = true): Uint8Array {
  return sequence(oid(type), ...(isCritical ? [isTrue()] : []), octets(value))
}
export const authority = extension(BASIC, sequence(isTrue()))
export const mayIssue = extension(KEY_USAGE, bits(Uint8Array.of(0x06), 1))
export const maySign = extension(KEY_USAGE, bits(Uint8Array.of(0x80), 7))

/** The parts of a certificate's content in their order, each of which a test may replace. */
export interface Parts {
  version: Uint8Array
  serial: Uint8Array
  algorithm: Uint8Array
  issuer: Uint8Array
  validity: Uint8Array
  subject: Uint8Array
  key: Uint8Array
  extensions: Uint8Array
}
export const keyInfo = (point: Uint8Array, curve = '2b81040022', kind = '2a8648ce3d0201') =>
  sequence(sequence(oid(kind), oid(curve)), bits(point))
export const extensionsOf = (...list: Uint8Array[]) => tagged(0xa3, sequence(...list))
const partsOf = (subject: string, issuer: string, key: Uint8Array, extensions: Uint8Array): Parts => ({
  version: tagged(0xa0, integer(2)),
  serial: integer(7),
  algorithm: ECDSA_SHA384,
  issuer: name(issuer),
  validity: sequence(time(FROM), time(TO)),
  subject: name(subject),
  key: keyInfo(key),
  extensions,
})
export function certificate(
  parts: Parts,
  by: Uint8Array,
  around: Partial<Record<'algorithm' | 'signature', Uint8Array>> = {},
) {
  const content = sequence(...Object.values(parts))
  const compact = sign(content, by)
  const signature = sequence(integer(compact.subarray(0, 48)), integer(compact.subarray(48)))
  return sequence(content, around.algorithm ?? ECDSA_SHA384, around.signature ?? bits(signature))
}

export const rootParts = partsOf('root', 'root', rootKey.point, extensionsOf(authority, mayIssue))
export const issuerParts = partsOf('issuer', 'root', issuerKey.point, extensionsOf(authority, mayIssue))
export const deviceParts = partsOf('device', 'issuer', deviceKey.point, extensionsOf(maySign))
export const root = certificate(rootParts, rootKey.secret)
