/**
 * Makes text from outside fit for PostgreSQL and for a bounded column: NUL bytes and lone surrogates become U+FFFD, the
 * rest is cut to `maxLength` UTF-16 units.
 */
export function cleanText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  return cut.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}
