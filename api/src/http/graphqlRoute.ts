import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import { RequestContext, type Services } from '../context'
import { formatErrors } from './formatErrors'

interface Operation {
  query: string
  variables: Record<string, unknown> | undefined
  operationName: string | undefined
}

/** The request is not one GraphQL operation. */
class RequestError extends Error {
  override name = 'RequestError'
}

/** POST /graphql with JSON, GET /graphql?query=…; GET with Accept: text/html shows GraphiQL. */
export function addGraphqlRoute(app: FastifyInstance, services: Services, sendPage: (reply: FastifyReply) => unknown) {
  app.post('/graphql', (request, reply) => answer(request.body, request, reply, services))
  app.get('/graphql', (request, reply) => {
    const query = request.query as Record<string, unknown>
    const wantsPage = query.query === undefined && (request.headers.accept ?? '').includes('text/html')
    return wantsPage ? sendPage(reply) : answer(query, request, reply, services)
  })
}

async function answer(input: unknown, request: FastifyRequest, reply: FastifyReply, services: Services) {
  reply.header('cache-control', 'no-store')
  try {
    const { query, variables, operationName } = parseOperation(input)
    const result = await reply.graphql(query, new RequestContext(services) as never, variables, operationName)
    return { ...result, extensions: await readExtensions(services) }
  } catch (error) {
    if (error instanceof RequestError) return sendErrors(reply, 400, [badRequest(error.message)], services)
    // The document was refused: mercurius hands the errors of parsing and validation over inside one.
    const { errors = [error as Error], statusCode = 500 } = error as { errors?: Error[]; statusCode?: number }
    return sendErrors(reply, statusCode, formatErrors(errors, request.log), services)
  }
}

/** Every answer says what it rests on; one about a database that is away says it of the last reading, if any. */
async function readExtensions({ meta }: Services) {
  return { meta: (await meta.get().catch(() => meta.peek())) ?? null }
}

/** What is refused asks the database nothing, not even what it rests on. */
function sendErrors(reply: FastifyReply, statusCode: number, errors: GraphQLFormattedError[], { meta }: Services) {
  return reply.code(statusCode).send({ data: null, errors, extensions: { meta: meta.peek() ?? null } })
}

export function badRequest(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'BAD_USER_INPUT' } }
}

function parseOperation(input: unknown): Operation {
  if (Array.isArray(input)) throw new RequestError('One operation a request: send each in a request of its own.')
  const { query, variables, operationName } = (input ?? {}) as Record<string, unknown>
  if (typeof query !== 'string') throw new RequestError('query: expected a GraphQL document as a string.')
  // mercurius would take the JSON of a syntax tree for a document, past the limit of tokens.
  if (/^\s*([["\d-]|\{\s*["}]|(true|false|null)\s*$)/.test(query))
    throw new RequestError('query: expected a GraphQL document, e.g. { network { indexedHeight } }.')
  if (operationName != null && typeof operationName !== 'string')
    throw new RequestError('operationName: expected a string.')
  return { query, variables: parseVariables(variables), operationName: operationName || undefined }
}

/** GET carries variables as JSON text. */
function parseVariables(variables: unknown): Record<string, unknown> | undefined {
  if (variables == null || variables === '') return undefined
  const value = typeof variables === 'string' ? parseJson(variables) : variables
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError('variables: expected a JSON object.')
  return value as Record<string, unknown>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
