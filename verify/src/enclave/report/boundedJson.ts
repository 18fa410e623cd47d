import { endOfString } from '../../jsonText.js'
import { ReportError } from './reportError.js'

/** Deepest nesting of any served report is six; whatever is deeper is not read at all. */
const MAX_DEPTH = 16

/** A JSON object with own fields only: a key `__proto__` is one more field that nobody asks for. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Parses JSON of bounded size and depth. Of keys that stand twice the last counts. @throws ReportError */
export function parseJson(text: string, field: string, maxLength: number): unknown {
  if (text.length > maxLength) throw new ReportError(field, `JSON of at most ${maxLength} characters`)
  if (!isShallow(text)) throw new ReportError(field, `JSON nested at most ${MAX_DEPTH} deep`)
  try {
    return JSON.parse(text)
  } catch {
    throw new ReportError(field, 'JSON')
  }
}

/** Whether the value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field of its own, null where it is missing or null. What an object inherits is not in the report. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null
}

// Brackets within texts count as well where quotes are unbalanced: such text is no JSON anyway.
function isShallow(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) at = endOfString(text, at)
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth += 1
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth -= 1
    if (depth > MAX_DEPTH) return false
  }
  return true
}

const QUOTE = 0x22
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
