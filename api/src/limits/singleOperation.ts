import { GraphQLError, Kind, type ValidationRule } from 'graphql'

/** One operation a request: compiled documents are kept by their text, whichever operation was meant first. */
export const singleOperationRule: ValidationRule = (context) => ({
  Document: {
    enter(document) {
      const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      if (operations.length <= 1) return
      const message = `One operation a request, got ${operations.length}. Send each in a request of its own.`
      context.reportError(new GraphQLError(message, { nodes: operations[1], extensions: { code: 'LIMIT_EXCEEDED' } }))
    },
  },
})
