/** Readers of a vector's input: what is not of the kind that an operation takes is refused, by name. */

/** The input is not what the operation takes. */
export class RefusedInput extends Error {}

/** Bytes from base64. */
export function bytesOf(value, field) {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined
  if (bytes === undefined || bytes.toString('base64') !== value) throw new RefusedInput(`${field}: expected bytes`)
  return new Uint8Array(bytes)
}

/** UTF-8 text from base64; `{ bytes }` in a vector. */
export function textOf(value, field) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(value, field))
  } catch (cause) {
    throw new RefusedInput(`${field}: expected UTF-8`, { cause })
  }
}

/** 0x-prefixed lower-case hex of so many bytes, or of any number. */
export function hexOf(value, field, size) {
  const ok = typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/.test(value)
  if (!ok || (size !== undefined && value.length !== 2 + 2 * size))
    throw new RefusedInput(`${field}: expected 0x and lower-case hex${size === undefined ? '' : ` of ${size} bytes`}`)
  return value
}

/** A canonical decimal. */
export function amountOf(value, field) {
  if (typeof value !== 'string' || !/^(?:0|-?[1-9][0-9]{0,99})$/.test(value))
    throw new RefusedInput(`${field}: expected a canonical decimal`)
  return BigInt(value)
}

/** Milliseconds; the texts NaN and Infinity stand for what JSON cannot say. */
export function timeOf(value, field) {
  if (value === 'NaN') return Number.NaN
  if (value === 'Infinity') return Number.POSITIVE_INFINITY
  if (typeof value !== 'number') throw new RefusedInput(`${field}: expected milliseconds`)
  return value
}

/** A list. */
export function listOf(value, field) {
  if (!Array.isArray(value)) throw new RefusedInput(`${field}: expected a list`)
  return value
}

/** Runs; an error of one of those names is a refusal. */
export async function refusing(names, run) {
  try {
    return await run()
  } catch (error) {
    if (names.includes(error?.name)) throw new RefusedInput(error.message, { cause: error })
    throw error
  }
}

/** `pass` where both are the same, else `fail` with both. */
export function compare(expected, found) {
  return expected === found ? { outcome: 'pass' } : { outcome: 'fail', detail: `expected ${expected}, found ${found}` }
}
