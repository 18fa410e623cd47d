import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import type { Answers, Operation } from '../answers/answers'
import { RequestContext, type Services } from '../context'
import type { Limits } from '../limits/limits'
import type { PersistedOperations } from '../limits/persisted'
import type { Meta } from '../network/meta'
import { formatErrors } from './formatErrors'

/** The request is not one GraphQL operation. */
class RequestError extends Error {
  override name = 'RequestError'
}

interface RouteOptions {
  answers: Answers
  limits: Limits
  operations: PersistedOperations
  sendPage: (reply: FastifyReply) => unknown
}

/**
 * POST /graphql with JSON, GET /graphql?query=…; GET with Accept: text/html shows GraphiQL. In place of `query`, `sha256`
 * may name a document of the operator's list.
 */
export function addGraphqlRoute(app: FastifyInstance, services: Services, options: RouteOptions) {
  const { limits, sendPage } = options
  const onSend = async (_request: FastifyRequest, reply: FastifyReply, payload: unknown) => cap(payload, reply, limits)
  app.post('/graphql', { onSend }, (request, reply) => answer(request.body, request, reply, services, options))
  app.get('/graphql', { onSend }, (request, reply) => {
    const query = request.query as Record<string, unknown>
    const isEmpty = query.query === undefined && query.sha256 === undefined
    const wantsPage = isEmpty && (request.headers.accept ?? '').includes('text/html')
    return wantsPage ? sendPage(reply) : answer(query, request, reply, services, options)
  })
}

/** An answer that is too long is replaced by what to do about it. */
function cap(payload: unknown, reply: FastifyReply, { responseBytes: max }: Limits): unknown {
  if (typeof payload !== 'string' || Buffer.byteLength(payload) <= max) return payload
  const message = `The answer is longer than ${max} bytes. Ask for smaller pages or fewer fields.`
  reply.code(400).removeHeader('content-length')
  return JSON.stringify({
    data: null,
    errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED', limit: 'responseBytes', max } }],
  })
}

async function answer(
  input: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
  { operations, answers }: RouteOptions,
) {
  reply.header('cache-control', 'no-store')
  try {
    const operation = parseOperation(input, operations)
    const text = await answers.get(operation, () => {
      const { query, variables, operationName } = operation
      return reply.graphql(query, new RequestContext(services) as never, variables, operationName)
    })
    reply.type('application/json; charset=utf-8')
    return `${text.slice(0, -1)},"extensions":${toExtensions(await readMeta(services))}}`
  } catch (error) {
    if (error instanceof RequestError) return sendErrors(reply, 400, [badRequest(error.message)], services)
    // The document was refused: mercurius hands the errors of parsing and validation over inside one.
    const { errors = [error as Error], statusCode = 500 } = error as { errors?: Error[]; statusCode?: number }
    return sendErrors(reply, statusCode, formatErrors(errors, request.log), services)
  }
}

/** Every answer says what it rests on; one about a database that is away says it of the last reading, if any. */
async function readMeta({ meta }: Services): Promise<Meta | undefined> {
  return meta.get().catch(() => meta.peek())
}

/** Their JSON, by the reading: the same one stands beside all answers of a second. */
const texts = new WeakMap<Meta, string>()

function toExtensions(meta: Meta | undefined): string {
  if (meta === undefined) return '{"meta":null}'
  const known = texts.get(meta)
  if (known !== undefined) return known
  const text = JSON.stringify({ meta })
  texts.set(meta, text)
  return text
}

/** What is refused asks the database nothing, not even what it rests on. */
function sendErrors(reply: FastifyReply, statusCode: number, errors: GraphQLFormattedError[], { meta }: Services) {
  return reply.code(statusCode).send({ data: null, errors, extensions: { meta: meta.peek() ?? null } })
}

export function badRequest(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'BAD_USER_INPUT' } }
}

function parseOperation(input: unknown, operations: PersistedOperations): Operation {
  if (Array.isArray(input)) throw new RequestError('One operation a request: send each in a request of its own.')
  const { query: sent, sha256, variables, operationName } = (input ?? {}) as Record<string, unknown>
  const query = sha256 === undefined ? sent : findOperation(sha256, operations)
  if (sha256 === undefined && operations.only)
    throw new RequestError('query: this API answers listed operations alone; send sha256, the digest of one.')
  if (typeof query !== 'string') throw new RequestError('query: expected a GraphQL document as a string.')
  // mercurius would take the JSON of a syntax tree for a document, past the limit of tokens.
  if (/^\s*([["\d-]|\{\s*["}]|(true|false|null)\s*$)/.test(query))
    throw new RequestError('query: expected a GraphQL document, e.g. { network { indexedHeight } }.')
  if (operationName != null && typeof operationName !== 'string')
    throw new RequestError('operationName: expected a string.')
  return { query, variables: parseVariables(variables), operationName: operationName || undefined }
}

function findOperation(sha256: unknown, operations: PersistedOperations): string {
  const document = typeof sha256 === 'string' ? operations.find(sha256) : undefined
  if (document === undefined)
    throw new RequestError('sha256: not the SHA-256 of a listed operation; send query instead.')
  return document
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
