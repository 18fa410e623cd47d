/** Base64 of RFC 4648 section 4, padded, without line breaks: one text for one byte string. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Int8Array(128).fill(-1)
for (let at = 0; at < ALPHABET.length; at += 1) VALUES[ALPHABET.charCodeAt(at)] = at

/** Whether the text is what `toBase64` would write. Walks the text once; patterns would overflow on megabytes. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false
  const padding = paddingOf(text)
  const digits = text.length - padding
  for (let at = 0; at < digits; at += 1) if (valueAt(text, at) < 0) return false
  if (padding === 0) return true
  const unusedBits = padding === 2 ? 0b1111 : 0b11
  return (valueAt(text, digits - 1) & unusedBits) === 0
}

/** Bytes of a base64 text. @throws RangeError when the text is not base64. */
export function fromBase64(text: string): Uint8Array {
  if (!isBase64(text)) throw new RangeError('The text is not padded base64.')
  const bytes = new Uint8Array((text.length / 4) * 3 - paddingOf(text))
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const group =
      (valueAt(text, from) << 18) |
      (valueAt(text, from + 1) << 12) |
      (Math.max(valueAt(text, from + 2), 0) << 6) |
      Math.max(valueAt(text, from + 3), 0)
    // Writes beyond the end of a typed array are dropped, which is what the padding asks for.
    bytes[to] = group >> 16
    bytes[to + 1] = (group >> 8) & 0xff
    bytes[to + 2] = group & 0xff
  }
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

function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? -1
}

function paddingOf(text: string): 0 | 1 | 2 {
  if (text.endsWith('==')) return 2
  return text.endsWith('=') ? 1 : 0
}
