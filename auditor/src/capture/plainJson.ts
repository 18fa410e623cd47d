/** Nesting of what a service answers about itself: real answers have four levels. */
const MAX_DEPTH = 32

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Why bytes are no plain JSON object: one that every reader reads alike. A name that stands twice in an object would let
 * a service say one thing to us and another to whoever takes the first.
 * @returns undefined where they are one; never throws.
 */
export function findJsonFault(body: Uint8Array): string | undefined {
  const text = findText(body)
  if (text === undefined) return 'not UTF-8'
  const value = findValue(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not a JSON object'
  return findNameFault(text)
}

function findText(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body)
  } catch {
    return undefined
  }
}

function findValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Walks valid JSON from end to end without recursion: the names of each open object, undefined for a list. */
function findNameFault(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') {
      const end = endOfString(text, at)
      const names = open.at(-1)
      if (names !== undefined && isName(text, end)) {
        const name = JSON.parse(text.slice(at, end + 1)) as string
        if (names.has(name)) return 'a name stands twice in an object'
        names.add(name)
      }
      at = end
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined)
      if (open.length > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH}`
    } else if (char === '}' || char === ']') open.pop()
  }
  return undefined
}

/** Position of the quote that closes the string opened at `from`; the text is valid, so there is one. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Whether the string that ends there is the name of a field: in valid JSON only names have a colon behind. */
function isName(text: string, end: number): boolean {
  let at = end + 1
  while (/[ \t\n\r]/.test(text[at] ?? '')) at += 1
  return text[at] === ':'
}
