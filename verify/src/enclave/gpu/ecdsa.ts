import { DerError, DerReader, readUnsigned, TAG } from '../quote/der.js'

const SCALAR_BYTES = 48

/** r‖s of a DER signature. @throws DerError where it is not the one encoding of two numbers below 2^384. */
export function readSignature384(der: Uint8Array, field: string): Uint8Array {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'signature')
  outer.end()
  const compact = new Uint8Array(2 * SCALAR_BYTES)
  for (const [at, name] of ['r', 's'].entries()) {
    const number = readUnsigned(body.read(TAG.integer, name), `${field}.${name}`)
    if (number.length > SCALAR_BYTES) throw new DerError(`${field}.${name}: expected at most ${SCALAR_BYTES} bytes`)
    compact.set(number, SCALAR_BYTES * (at + 1) - number.length)
  }
  body.end()
  return compact
}
