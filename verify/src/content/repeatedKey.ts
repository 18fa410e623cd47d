/** `JSON.parse` keeps the last of two equal keys, other readers the first: such a text says two things. */

const COUNTS = ['"usage"', '"prompt_tokens"', '"completion_tokens"']

/** Whether an object in a JSON text that parses repeats a key, wherever it could touch the token counts. */
export function repeatsKey(text: string): boolean {
  // A key is repeated in its plain spelling, or one of the two is spelt with an escape.
  if (!text.includes('\\u') && COUNTS.every((key) => text.indexOf(key) === text.lastIndexOf(key))) return false
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '{') open.push(new Set())
    else if (char === '[') open.push(undefined)
    else if (char === '}' || char === ']') open.pop()
    else if (char === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keys !== undefined && isColonAfter(text, end)) {
        const key = JSON.parse(text.slice(at, end + 1)) as string
        if (keys.has(key)) return true
        keys.add(key)
      }
      at = end
    }
  }
  return false
}

function isColonAfter(text: string, end: number): boolean {
  let at = end + 1
  while (' \t\n\r'.includes(text[at] ?? ':')) at += 1
  return text[at] === ':'
}

/** Position of the quote that closes the string opened at `from`; the text's end where none does. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === 0x5c) escapes += 1
    if (escapes % 2 === 0) return at
  }
  return text.length
}
