/** `JSON.parse` keeps the last of two equal keys, other readers the first: such a text says two things. */

import { endOfString } from '../jsonText.js'

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
