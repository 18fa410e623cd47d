import { GraphQLError } from 'graphql'

/** Codes that a client can act on. Everything else is INTERNAL, masked behind an error id. */
export type ErrorCode = 'BAD_USER_INPUT' | 'LIMIT_EXCEEDED' | 'UNAVAILABLE' | 'TIMEOUT'

/** An error that the client may read: the message says which argument, what was expected and what to do next. */
export class PublicError extends GraphQLError {
  override name = 'PublicError'
  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message, { extensions: { code, ...details } })
  }
}

const STATUS: Record<ErrorCode, number> = { BAD_USER_INPUT: 400, LIMIT_EXCEEDED: 429, UNAVAILABLE: 503, TIMEOUT: 503 }

/** HTTP status of an error outside GraphQL; undefined for one that the client may not read. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof PublicError ? STATUS[error.extensions.code as ErrorCode] : undefined
}

/** An argument that cannot be read. `got` is cut, since it comes from outside. */
export function badInput(argument: string, expected: string, got: string): PublicError {
  const shown = got.length > 80 ? `${got.slice(0, 80)}…` : got
  return new PublicError('BAD_USER_INPUT', `${argument}: expected ${expected}, got ${JSON.stringify(shown)}.`, {
    argument,
  })
}
