/**
 * ABI encoding of the few shapes that large chains hold millions of, without 0x. A general encoder takes thirty times as
 * long; the tests compare the two.
 */

/** Zeros, by their number. What `padStart` makes is a tree of pieces, which lives as long as the word. */
const ZEROS = Array.from({ length: 65 }, (_, count) => Buffer.alloc(count, '0').toString('latin1'))

/** Digits with zeros before them, `length` in all and at most 64. */
export function padDigits(digits: string, length: number): string {
  return (ZEROS[length - digits.length] ?? '') + digits
}

/** One word: a number, or an address given as 0x-prefixed hex. */
export function word(value: number | bigint | string): string {
  const digits = typeof value === 'string' ? value.slice(2) : value.toString(16)
  return padDigits(digits, 64)
}

/** Length and padded bytes of a dynamic value; `hex` without 0x. */
export function tail(hex: string): string {
  const bytes = hex.length / 2
  return word(bytes) + hex + (ZEROS[(64 - (hex.length % 64)) % 64] ?? '')
}

export function textHex(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex')
}

/** Words of dynamic values behind their offsets: `head` words come before the first offset. */
export function dynamic(head: string[], tails: string[]): string {
  let offset = 32 * (head.length + tails.length)
  const offsets = tails.map((part) => {
    const own = word(offset)
    offset += part.length / 2
    return own
  })
  return [...head, ...offsets, ...tails].join('')
}
