import { badInput } from '../errors'

const MAX_CURSOR_LENGTH = 600

/** A position in a list: the sort key of a row, in the order of the list's columns. */
export type CursorKey = (string | number)[]

/** What a list's cursor consists of, e.g. block, n and id. */
export type CursorShape = readonly ('int' | 'text')[]

/** base64url of the JSON of the row's sort key: still orders when the row itself is gone after a reorganisation. */
export function toCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url')
}

/**
 * Reads a cursor of this list.
 * @throws PublicError BAD_USER_INPUT where it is not one, or one of another list.
 */
export function parseCursor(argument: string, cursor: string, shape: CursorShape): CursorKey {
  const key = cursor.length > MAX_CURSOR_LENGTH ? undefined : decode(cursor)
  const fits =
    Array.isArray(key) && key.length === shape.length && shape.every((kind, index) => isKind(kind, key[index]))
  if (!fits) throw badInput(argument, 'a cursor that this same list returned as endCursor', cursor)
  return key as CursorKey
}

function decode(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function isKind(kind: 'int' | 'text', value: unknown): boolean {
  switch (kind) {
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff
    case 'text':
      // PostgreSQL takes no NUL in text.
      return typeof value === 'string' && value.length <= 400 && !value.includes('\0')
  }
}
