/** Text that somebody else wrote, cut into what can be shown as it is and what must be shown by its code point. */
export type InertPart = { kind: 'text'; text: string } | { kind: 'hidden'; code: string }

/**
 * Characters that change how others look, or cannot be seen: C0 and C1 controls, bidi controls and isolates,
 * zero-width and other format characters, tags, variation selectors, lone surrogates, private use.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|[\ufe00-\ufe0f]/u

/**
 * Makes outside text safe to look at. Line breaks and tabs stay where `layout` is `block`.
 * @param limit characters after which the rest is dropped; the caller says that it was.
 */
export function toInert(
  text: string,
  layout: 'line' | 'block',
  limit: number,
): { parts: InertPart[]; dropped: number } {
  const characters = [...text]
  const parts: InertPart[] = []
  let run = ''
  for (const character of characters.slice(0, limit)) {
    if (!HIDDEN.test(character) || (layout === 'block' && (character === '\n' || character === '\t'))) {
      run += character
      continue
    }
    if (run) parts.push({ kind: 'text', text: run })
    run = ''
    parts.push({ kind: 'hidden', code: toCode(character) })
  }
  if (run) parts.push({ kind: 'text', text: run })
  return { parts, dropped: Math.max(0, characters.length - limit) }
}

function toCode(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
