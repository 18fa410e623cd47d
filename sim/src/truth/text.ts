/**
 * What a text of these bytes may be stored as: UTF-8 with U+FFFD for what is none, and for NUL, which databases refuse.
 * @param bytes as they go on chain, one a character.
 * @param most characters that are kept, in UTF-16 units.
 */
export function storedText(bytes: string, most: number): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  let stored = ''
  for (let at = 0; at < Math.min(text.length, most); at++) {
    const unit = text.charCodeAt(at)
    const isPair = unit >= 0xd800 && unit < 0xdc00 && at + 1 < Math.min(text.length, most)
    if (isPair) stored += text.slice(at, ++at + 1)
    else stored += unit === 0 || (unit >= 0xd800 && unit < 0xe000) ? '\ufffd' : text[at]
  }
  return stored
}
