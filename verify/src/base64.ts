/** Base64 of RFC 4648 section 4, padded, without line breaks: one text for one byte string. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Value of a digit by its character code; `NONE` for every other code below 256. */
const NONE = 0x80
const VALUES = new Uint8Array(256).fill(NONE)
for (let at = 0; at < ALPHABET.length; at += 1) VALUES[ALPHABET.charCodeAt(at)] = at

/** Whether the text is what `toBase64` would write. Walks the text once; patterns would overflow on megabytes. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false
  const padding = paddingOf(text)
  const digits = text.length - padding
  // Collected instead of compared one by one: a single branch at the end for what is nearly always right.
  let codes = 0
  let values = 0
  for (let at = 0; at < digits; at += 1) {
    const code = text.charCodeAt(at)
    codes |= code
    values |= VALUES[code & 0xff] as number
  }
  if (codes > 0xff || (values & NONE) !== 0) return false
  if (padding === 0) return true
  const unusedBits = padding === 2 ? 0b1111 : 0b11
  return (valueAt(text, digits - 1) & unusedBits) === 0
}

/** Bytes of a base64 text. @throws RangeError when the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (!isBase64(text)) throw new RangeError('The text is not padded base64.')
  const bytes = new Uint8Array((text.length / 4) * 3 - paddingOf(text))
  const whole = bytes.length - (bytes.length % 3)
  let from = 0
  for (let to = 0; to < whole; to += 3, from += 4) {
    const group =
      (valueAt(text, from) << 18) |
      (valueAt(text, from + 1) << 12) |
      (valueAt(text, from + 2) << 6) |
      valueAt(text, from + 3)
    bytes[to] = group >> 16
    bytes[to + 1] = group >> 8
    bytes[to + 2] = group
  }
  if (whole === bytes.length) return bytes
  const group = (valueAt(text, from) << 12) | (valueAt(text, from + 1) << 6)
  bytes[whole] = group >> 10
  if (bytes.length - whole === 2) bytes[whole + 1] = (group | valueAt(text, from + 2)) >> 2
  return bytes
}

/** Bytes as padded base64. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const group = (a << 16) | (b << 8) | c
    const left = bytes.length - at
    parts.push(
      digit(group >> 18),
      digit(group >> 12),
      left > 1 ? digit(group >> 6) : '=',
      left > 2 ? digit(group) : '=',
    )
  }
  return parts.join('')
}

function digit(group: number): string {
  return ALPHABET.charAt(group & 0b111111)
}

// Asked only of characters that `isBase64` has seen.
function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at) & 0xff] as number
}

function paddingOf(text: string): 0 | 1 | 2 {
  if (text.endsWith('==')) return 2
  return text.endsWith('=') ? 1 : 0
}
