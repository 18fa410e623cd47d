const NUL_OR_LONE_SURROGATE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL refuses NUL in text (22021).
  /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Whether something was read since the last look that is stored otherwise than it stands on chain. */
let isAltered = false

/**
 * Reads and says whether all text and bytes that were read are stored as they stand on chain. U+FFFD counts as not: whether
 * it stood there or stands for something else, only the bytes tell.
 */
export function readNoting<Value>(read: () => Value): { value: Value; isWhole: boolean } {
  isAltered = false
  const value = read()
  return { value, isWhole: !isAltered }
}

/**
 * Makes a string from outside storable: NUL and lone surrogates become U+FFFD, and what is longer than `maxLength`
 * UTF-16 units is cut, never within a pair.
 */
export function toStorableText(text: string, maxLength: number): string {
  const stored = text.slice(0, maxLength).replace(NUL_OR_LONE_SURROGATE, '\ufffd')
  if (stored.length < text.length || stored.includes('\ufffd')) isAltered = true
  return stored
}

/** Cuts hex to `maxBytes`. What lies beyond is somebody's own and never needed for a check. */
export function toBoundedHex(hex: string, maxBytes: number): string {
  if (hex.length > 2 + 2 * maxBytes) isAltered = true
  return hex.slice(0, 2 + 2 * maxBytes)
}

/** @throws RangeError where an ABI word that should hold an address has more than 20 bytes set. */
export function parseAddress(word: string): string {
  if (!/^0x[0-9a-f]{40}$/.test(word)) throw new RangeError(`Expected an address of 20 bytes, got ${word.slice(0, 70)}.`)
  return word
}
