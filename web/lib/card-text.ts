const PLAIN: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u2019': "'",
  '\u2018': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u00b7': '-',
  '\u2026': '...',
}

/**
 * Text as a card can draw it: ASCII alone, everything else by its code point. The card's own font has little more, and for
 * a character that it lacks its generator would ask a server elsewhere; nor can a look-alike or a hidden one deceive then.
 * @param limit characters after which the rest is dropped.
 */
export function toCardText(text: string, limit: number): string {
  const drawn = [...text].map((character) => {
    if (/^[ -~]$/.test(character)) return character
    return PLAIN[character] ?? `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
  })
  const whole = drawn.join('')
  return whole.length > limit ? `${whole.slice(0, limit - 3)}...` : whole
}
