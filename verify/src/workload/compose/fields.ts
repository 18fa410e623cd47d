/** Reading of parsed JSON and YAML whose shape nobody promised. */
import { ComposeError } from './composeError.js'

export type Fields = Readonly<Record<string, unknown>>

/** The mapping at `field`; an empty one where it is left out. @throws ComposeError for anything else. */
export function asFields(value: unknown, field: string): Fields {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new ComposeError(field, 'a mapping')
  return value as Fields
}

/** The list at `field`; an empty one where it is left out. @throws ComposeError for anything else. */
export function asList(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new ComposeError(field, 'a list')
  return value
}

/** The text at `field`, null where it is left out; numbers and truth values as written. @throws ComposeError else. */
export function asText(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`
  throw new ComposeError(field, 'a text')
}

/** A field of a mapping, never one that the mapping inherits. */
export function pick(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

/** Whether compose would put a value from outside into the text: a `$` that is not doubled. */
export function isInterpolated(text: string): boolean {
  return text.replaceAll('$$', '').includes('$')
}

/** The text as the container gets it, where nothing is put in. */
export function withoutEscapes(text: string): string {
  return text.replaceAll('$$', '$')
}
