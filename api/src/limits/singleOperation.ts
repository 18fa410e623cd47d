import { GraphQLError, Kind, type ValidationRule } from 'graphql'

/**
 * One query a request. Compiled documents are kept by their text, whichever operation was meant first, so a document
 * with two could answer with the wrong one.
 */
export const singleOperationRule =
  (expected: 'query' | 'subscription'): ValidationRule =>
  (context) => ({
    Document: {
      enter(document) {
        const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
        const other = operations.find((operation) => operation.operation !== expected)
        if (other) context.reportError(refuse(ADVICE[expected](other.operation)))
        if (operations.length > 1)
          context.reportError(
            refuse(`One operation a request, got ${operations.length}. Send each in its own request.`),
          )
      },
    },
  })

const ADVICE = {
  query: (got: string) => `This API only answers queries, not a ${got}. Subscribe at /graphql/ws.`,
  subscription: (got: string) => `This address only answers subscriptions, not a ${got}. Send it to /graphql.`,
}

function refuse(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit: 'operations', max: 1 } })
}
