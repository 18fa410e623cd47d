import { CURVES, type Curve } from './curve.js'
import { DerError, DerReader, readUnsigned, TAG } from './der.js'

/** r‖s of a DER signature. @throws DerError where it is not the one encoding of two numbers that fit the curve. */
export function readSignature(der: Uint8Array, field: string, curve: Curve): Uint8Array {
  const size = CURVES[curve].scalarBytes
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'signature')
  outer.end()
  const compact = new Uint8Array(2 * size)
  for (const [at, name] of ['r', 's'].entries()) {
    const number = readUnsigned(body.read(TAG.integer, name), `${field}.${name}`)
    if (number.length > size) throw new DerError(`${field}.${name}: expected at most ${size} bytes`)
    compact.set(number, size * (at + 1) - number.length)
  }
  body.end()
  return compact
}
