/** What about a name could deceive a reader. */
export type NameWarning = 'hidden-characters' | 'mixed-scripts' | 'look-alike'

/** Controls, marks of direction, and characters without width. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
/** A pictograph may have a variant and be joined to the next. */
const PICTOGRAPHS = /\p{Extended_Pictographic}(\p{Emoji_Modifier}|\ufe0f|\u200d)*/gu

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

/** Letters of other scripts, and digits, that look like a Latin one (Unicode TR 39, the common ones). */
const LOOKS_LIKE: Record<string, string> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h', о: 'o', р: 'p' },
  ...{ ԛ: 'q', ѕ: 's', т: 't', у: 'y', х: 'x', ԝ: 'w', ѵ: 'v', г: 'r', п: 'n', α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i' },
  ...{ κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y', ս: 'u', օ: 'o', հ: 'h', ց: 'g', զ: 'q', ո: 'n' },
  ...{ ı: 'i', ɡ: 'g', ɑ: 'a', '0': 'o', '1': 'l', '|': 'l' },
}

/** The shape of a name for the eye: two names with the same shape are taken for each other. */
export function skeletonOf(name: string): string {
  const plain = name.normalize('NFKD').replace(new RegExp(HIDDEN, 'gu'), '').replace(/\p{M}/gu, '').toLowerCase()
  return [...plain].map((letter) => LOOKS_LIKE[letter] ?? letter).join('')
}

/**
 * @param name text that somebody chose.
 * @param known a name that the reader means, such as what was searched for; null where none is.
 */
export function warnOf(name: string, known: string | null): NameWarning[] {
  const warnings: NameWarning[] = []
  if (HIDDEN.test(name.replace(PICTOGRAPHS, ''))) warnings.push('hidden-characters')
  const words = name.split(/[\s\p{P}\p{S}]+/u)
  if (words.some((word) => SCRIPTS.filter((script) => script.test(word)).length > 1)) warnings.push('mixed-scripts')
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()
  if (known !== null && !same(name, known) && skeletonOf(name) === skeletonOf(known)) warnings.push('look-alike')
  return warnings
}
