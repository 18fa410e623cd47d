/**
 * ABI encoding of the few shapes that large chains hold millions of, without 0x. A general encoder takes thirty times as
 * long; the tests compare the two.
 */

/** One word: a number, or an address given as 0x-prefixed hex. */
export function word(value: number | bigint | string): string {
  const digits = typeof value === 'string' ? value.slice(2) : value.toString(16)
  return digits.padStart(64, '0')
}

/** Length and padded bytes of a dynamic value; `hex` without 0x. */
export function tail(hex: string): string {
  const bytes = hex.length / 2
  return word(bytes) + hex.padEnd(Math.ceil(bytes / 32) * 64, '0')
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
