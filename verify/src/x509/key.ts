/** Elliptic curve keys and signatures, as certificates carry them. */
import { isSignedP256, isSignedP384 } from '#primitives'
import { CURVES, type Curve } from './curve.js'
import { DerError, DerReader, readBits, readOid, TAG } from './der.js'
import { readSignature } from './ecdsa.js'
import { OID } from './oid.js'

export interface PublicKey {
  curve: Curve
  /** Uncompressed point: 65 or 97 bytes. */
  point: Uint8Array
}

/** A SubjectPublicKeyInfo on one of the curves. @throws DerError for any other kind of key */
export function parsePublicKey(spki: Uint8Array, field: string, curves: readonly Curve[]): PublicKey {
  const outer = new DerReader(spki, field)
  const key = readPublicKey(outer, field, curves)
  outer.end()
  return key
}

/** The next value, a SubjectPublicKeyInfo on one of the curves. @throws DerError */
export function readPublicKey(reader: DerReader, field: string, curves: readonly Curve[]): PublicKey {
  const info = reader.enter(TAG.sequence, 'key')
  const algorithm = info.enter(TAG.sequence, 'algorithm')
  const kind = readOid(algorithm, 'kind')
  const named = kind === OID.ecPublicKey ? readOid(algorithm, 'curve') : ''
  const point = readBits(info.read(TAG.bitString, 'point'), `${field}.key`)
  const curve = curves.find((one) => CURVES[one].oid === named)
  if (curve === undefined || point.length !== CURVES[curve].pointBytes || point[0] !== 4) {
    throw new DerError(`${field}: expected an uncompressed key on ${curves.join(' or ')}`)
  }
  algorithm.end()
  info.end()
  return { curve, point }
}

/** The curve that a signature algorithm stands for: ECDSA with the hash that goes with it. @throws DerError */
export function readAlgorithm(reader: DerReader, field: string, curves: readonly Curve[]): Curve {
  const algorithm = reader.enter(TAG.sequence, 'algorithm')
  const oid = readOid(algorithm, 'algorithm')
  algorithm.end()
  const curve = curves.find((one) => CURVES[one].algorithm === oid)
  if (curve !== undefined) return curve
  const hashes = curves.map((one) => CURVES[one].hash)
  throw new DerError(`${field}: expected a signature by ECDSA with ${hashes.join(' or ')}`)
}

/** Whether the DER signature over the bytes is the key's, with the hash of its curve. @throws DerError */
export function isSignedBy({ curve, point }: PublicKey, bytes: Uint8Array, signature: Uint8Array, field: string) {
  const compact = readSignature(signature, field, curve)
  return curve === 'P-256' ? isSignedP256(point, bytes, compact) : isSignedP384(point, bytes, compact)
}
