import { DerError, DerReader, readUnsigned, TAG } from './der.js'

/** r‖s of a DER signature. @throws DerError where it is not the one encoding of two numbers below 2^256. */
export function readSignature(der: Uint8Array, field: string): Uint8Array {
  const outer = new DerReader(der, field)
  const body = outer.enter(TAG.sequence, 'signature')
  outer.end()
  const compact = new Uint8Array(64)
  for (const [at, name] of ['r', 's'].entries()) {
    const number = readUnsigned(body.read(TAG.integer, name), `${field}.${name}`)
    if (number.length > 32) throw new DerError(`${field}.${name}: expected at most 32 bytes`)
    compact.set(number, 32 * (at + 1) - number.length)
  }
  body.end()
  return compact
}
