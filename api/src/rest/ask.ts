import type { FastifyInstance } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import { RequestContext, type Services } from '../context'
import { type RestCode, RestError } from './restError'

/** A query of ours with the types of its variables and of its answer, made by operations.mjs. */
export interface Persisted<Data, Variables> {
  name: string
  source: string
  /** Never set: carries the types. */
  readonly types?: (variables: Variables) => Data
}

/**
 * Runs a query of ours inside the process, over the same schema, resolvers and limits as one that came over HTTP.
 * @throws RestError with what the client may read of the answer's first error.
 */
export type Ask = <Data, Variables extends Record<string, unknown>>(
  operation: Persisted<Data, Variables>,
  variables: Variables,
) => Promise<Data>

export function createAsk(app: FastifyInstance, services: Services): Ask {
  return async (operation, variables) => {
    const context = new RequestContext(services) as never
    const { data, errors } = await app.graphql(operation.source, context, variables as never)
    if (errors?.[0]) throw toRestError(errors[0])
    return data as never
  }
}

/** The server has masked and logged what is ours already. */
function toRestError({ message, extensions }: GraphQLFormattedError): RestError {
  const { code = 'INTERNAL', ...details } = extensions ?? {}
  return new RestError(code as RestCode, message, details)
}
