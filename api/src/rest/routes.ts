import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Services } from '../context'
import { createAsk } from './ask'
import type { Answer, Endpoint, Tools } from './endpoint'
import { isMatch, toTag } from './etag'
import { originOf, signalOf } from './request'
import { RestError, toProblem } from './restError'

/** Serves every endpoint under /v1. GET and HEAD; errors are JSON with a code. */
export async function addRestRoutes(app: FastifyInstance, services: Services, endpoints: Endpoint[]): Promise<void> {
  const ask = createAsk(app, services)
  await app.register(
    async (v1) => {
      v1.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
      v1.setNotFoundHandler((request, reply) =>
        sendProblem(new RestError('NOT_FOUND', 'No such address. /v1/openapi.json lists them all.'), request, reply),
      )
      for (const endpoint of endpoints) {
        const url = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/:tail$/, '*')
        v1.get(url, async (request, reply) => {
          const tools = { ask, network: services.network, signal: signalOf(reply), origin: originOf(request) }
          return sendAnswer(await run(endpoint, request, tools), request, reply)
        })
      }
    },
    { prefix: '/v1' },
  )
}

async function run(endpoint: Endpoint, request: FastifyRequest, tools: Tools): Promise<Answer> {
  const { '*': tail, ...named } = request.params as Record<string, string>
  const params = check(endpoint.params, tail === undefined ? named : { ...named, tail })
  const query = check(endpoint.query, request.query)
  return endpoint.serve(params as never, query as never, tools)
}

/** @throws RestError BAD_USER_INPUT naming the first parameter that cannot be read. */
function check(schema: z.ZodObject, input: unknown): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const argument = String(issue?.path[0] ?? 'query')
  const given = (input as Record<string, unknown> | undefined)?.[argument]
  const got = given === undefined ? '' : `, got ${JSON.stringify(given).slice(0, 82)}`
  throw new RestError('BAD_USER_INPUT', `${argument}: ${issue?.message ?? 'cannot be read'}${got}.`, { argument })
}

function sendAnswer(answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { type, body, cache, tagged, status = 200, headers = {} } = answer
  reply.headers({ 'cache-control': cache, 'x-content-type-options': 'nosniff', ...headers })
  const content = tagged ?? (typeof body === 'string' || body instanceof Uint8Array ? body : undefined)
  if (content !== undefined && status === 200) {
    const tag = toTag(content)
    reply.header('etag', tag)
    if (isMatch(request.headers['if-none-match'], tag)) {
      if (body instanceof Readable) body.destroy()
      return reply.code(304).send()
    }
  }
  if (request.method === 'HEAD' && body instanceof Readable) {
    body.destroy()
    return reply.code(status).type(type).send()
  }
  return reply.code(status).type(type).send(body)
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, problem } = toProblem(error, request.log)
  reply.header('cache-control', 'no-store')
  if (status === 503) reply.header('retry-after', '5')
  return reply.code(status).send({ error: problem })
}
