const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Control characters, invisible ones and those that turn the direction of text around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu

/** Text for HTML, SVG and XML, in elements and quoted attributes alike. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** Text somebody else wrote, in one line: what cannot be seen is shown as its code point, what is long is cut. */
export function showUntrusted(text: string, maxLength = 120): string {
  const shown = text.replaceAll(INVISIBLE, (character) => `⟨U+${codeOf(character)}⟩`)
  const points = [...shown]
  return points.length > maxLength ? `${points.slice(0, maxLength).join('')}…` : shown
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
