import { badInput } from '../errors'

const MAX_CURSOR_LENGTH = 2_400
const MAX_TEXT = 520
const WHOLE = /^-?\d{1,78}$/
/** Fits a bigint. */
const ID = /^\d{1,18}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/

/** A position in a list: the sort key of a row, in the order of the list's columns. */
export type CursorKey = (string | number)[]

/** int: 32 bits. id: 64 bits, as text. number: a whole number of any size, as text. time: ISO 8601, UTC. */
export type CursorKind = 'int' | 'id' | 'text' | 'number' | 'time'

/** A column that orders a list, and the field of a row that holds its value. */
export interface SortKey {
  column: string
  field: string
  kind: CursorKind
}

/** What a list's cursor consists of, e.g. block, n and id. */
export type CursorShape = readonly CursorKind[]

/**
 * base64url of the JSON of the list's name and the row's sort key: still orders when the row itself is gone after a
 * reorganisation.
 */
export function toCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url')
}

/**
 * Reads a cursor of this list.
 * @throws PublicError BAD_USER_INPUT where it is not one, or one of another list.
 */
export function parseCursor(argument: string, cursor: string, list: string, shape: CursorShape): CursorKey {
  const parts = cursor.length > MAX_CURSOR_LENGTH ? undefined : decode(cursor)
  if (!Array.isArray(parts)) throw refuse(argument, cursor)
  const [name, ...key] = parts as unknown[]
  if (typeof name === 'string' && name !== list && /^[\w.]{1,40}$/.test(name))
    throw badInput(argument, `a cursor of the list ${list}`, `one of the list ${name}`)
  const fits = name === list && key.length === shape.length && shape.every((kind, index) => isKind(kind, key[index]))
  if (!fits) throw refuse(argument, cursor)
  return key as CursorKey
}

function refuse(argument: string, cursor: string) {
  return badInput(argument, 'a cursor that this same list returned as endCursor', cursor)
}

function decode(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function isKind(kind: CursorKind, value: unknown): boolean {
  switch (kind) {
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff
    case 'text':
      // PostgreSQL takes no NUL in text.
      return typeof value === 'string' && value.length <= MAX_TEXT && !value.includes('\0')
    case 'id':
      return typeof value === 'string' && ID.test(value)
    case 'number':
      return typeof value === 'string' && WHOLE.test(value)
    case 'time':
      return typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))
  }
}
