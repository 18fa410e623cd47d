/** What the standard fonts of PDF can show beside ASCII and Latin-1: the rest of Windows-1252. */
const EXTRA = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const PLAIN: Record<string, string> = { '\u2009': '\u00a0', '≥': '>=', '⟨': '<', '⟩': '>' }

/** Text that the fonts can show; every other character as its code point, so that none is lost or looks like another. */
export function toPdfText(text: string): string {
  return [...text]
    .map((character) => PLAIN[character] ?? (isShown(character) ? character : escapeCode(character)))
    .join('')
}

function isShown(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff && code !== 0xad) || EXTRA.has(character)
}

function escapeCode(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`
}

/** Breaks long words, such as hashes, so that none leaves the page. */
export function breakable(text: string, every = 66): string {
  return text.replaceAll(new RegExp(`\\S{${every}}(?=\\S)`, 'g'), '$& ')
}
