import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/**
 * What the client sees of errors: those meant for it, with a code; everything else as an error id, under which the log
 * has the whole.
 */
export function formatErrors(errors: readonly Error[], log: FastifyBaseLogger): GraphQLFormattedError[] {
  return errors.map((error) => formatError(error, log))
}

function formatError(error: Error, log: FastifyBaseLogger): GraphQLFormattedError {
  const { originalError, path, locations } = error as Partial<GraphQLError>
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
  const meant = findCoded(error) ?? findCoded(originalError)
  if (meant) return { message: meant.message, ...place, extensions: meant.extensions }
  // Without a path it is about the document or its variables, which came from the client.
  if (isGraphQL(error) && !path) return { message: adviseTokens(error.message), ...place, extensions: describe(error) }
  const errorId = randomUUID()
  log.error({ err: originalError ?? error, errorId, path }, 'a query failed')
  const message = `Internal error ${errorId}. The fault is ours; quote this id when you report it.`
  return { message, ...place, extensions: { code: 'INTERNAL', errorId } }
}

/** graphql-jit brings an error class of its own, so the shape decides. */
function isGraphQL(error: Error): boolean {
  return error instanceof GraphQLError || 'locations' in error
}

function findCoded(error: Error | null | undefined): GraphQLError | undefined {
  return error instanceof GraphQLError && typeof error.extensions?.code === 'string' ? error : undefined
}

function describe(error: Error): Record<string, unknown> {
  const max = findTokenLimit(error.message)
  return max === undefined ? { code: 'BAD_USER_INPUT' } : { code: 'LIMIT_EXCEEDED', limit: 'tokens', max }
}

function adviseTokens(message: string): string {
  const max = findTokenLimit(message)
  if (max === undefined) return message
  return `The document has more than ${max} tokens. Ask for fewer fields, or use fragments.`
}

function findTokenLimit(message: string): number | undefined {
  const match = /more tha[nt] (\d+) tokens\. Parsing aborted/.exec(message)
  return match ? Number(match[1]) : undefined
}
