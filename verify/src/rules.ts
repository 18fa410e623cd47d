/** Rules for values from outside: each says what is wrong with a value at a path, or nothing. Not one of them throws. */
import { fromBase64, isBase64 } from './base64.js'

/** Returns what is wrong with the value at `path`, undefined where nothing is. */
export type Rule = (value: unknown, path: string) => string | undefined

const MAX_TIME = 8_640_000_000_000_000

/** Every rule in turn; the first complaint counts. */
export function all(...rules: Rule[]): Rule {
  return (value, path) => {
    for (const rule of rules) {
      const wrong = rule(value, path)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
}

/** An object whose named fields keep their rules. Fields that the table does not name are allowed and mean nothing. */
export function shape(fields: Record<string, Rule>): Rule {
  const rules = Object.entries(fields)
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path}: expected an object`
    for (const [name, rule] of rules) {
      const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
      // Whole paths are written where something is wrong: writing them took longer than asking the rules.
      if (rule(own, name) !== undefined) return rule(own, `${path}.${name}`)
    }
    return undefined
  }
}

/** The rule, where the value is there at all. */
export function optional(rule: Rule): Rule {
  return (value, path) => (value === undefined ? undefined : rule(value, path))
}

/** A list of at most so many values that each keep the rule. */
export function listOf(rule: Rule, most: number): Rule {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) return `${path}: expected a list of at most ${most}`
    return all(
      ...value.map(
        (entry, at): Rule =>
          () =>
            rule(entry, `${path}[${at}]`),
      ),
    )(value, path)
  }
}

/** A predicate with the words for what it expects. */
export function when(holds: (value: unknown) => boolean, expected: string): Rule {
  return (value, path) => (holds(value) ? undefined : `${path}: expected ${expected}`)
}

/** Text that matches. */
export function matching(pattern: RegExp, expected: string): Rule {
  return when((value) => typeof value === 'string' && pattern.test(value), expected)
}

/** So many bytes as 0x and lower-case digits. */
export function hex(bytes: number): Rule {
  return matching(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`), `0x and ${2 * bytes} lower-case hex digits`)
}

/** So many bytes as padded base64, in its one spelling: other bits behind the last byte would read as the same bytes. */
export function base64(bytes: number): Rule {
  return when(
    (value) => typeof value === 'string' && isBase64(value) && fromBase64(value).length === bytes,
    `base64 of ${bytes} bytes`,
  )
}

/** Text of at most so many characters. */
export function text(most: number): Rule {
  return when((value) => typeof value === 'string' && value.length <= most, `text of at most ${most} characters`)
}

/** A whole number from 0 that a double can hold. */
export function count(): Rule {
  return when((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number from 0')
}

/** Milliseconds since 1970. */
export function time(): Rule {
  return when(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_TIME,
    'milliseconds since 1970',
  )
}
