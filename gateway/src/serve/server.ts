import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ChainMismatch } from '../fetch/mismatch.js'
import type { GatewayParts } from '../parts.js'
import { BadQuery } from '../query/badQuery.js'
import { RpcError } from '../rpc/rpcError.js'
import { serveFrames } from './framesRoute.js'
import { buildMetrics } from './metrics.js'
import { serveQuery } from './queryRoute.js'
import { toStatus } from './status.js'

const MAX_BODY_BYTES = 4 * 1024 * 1024
const RETRY_AFTER_S = 5
/** Whose word is taken for the name and scheme that a client used. */
const NEAR_PROXIES = 'loopback,linklocal,uniquelocal'

/** The protocol's three routes, `/frames`, and what watches the process. */
export function buildServer(parts: GatewayParts): FastifyInstance {
  const server = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: NEAR_PROXIES,
    routerOptions: { maxParamLength: 100 },
  })
  const metrics = buildMetrics(parts)

  server.get('/height', async (_request, reply) => {
    const height = await parts.head.refresh()
    if (height < 0)
      throw new RpcError('connection', parts.pool.endpoints.map(({ host }) => host).join(', '), 'no height yet')
    return reply.type('text/plain').send(`${height}`)
  })
  server.get<{ Params: { from: string } }>('/:from/worker', async (request, reply) => {
    if (!/^\d{1,15}$/.test(request.params.from)) throw new BadQuery(`${request.params.from} is not a block number.`)
    return reply.type('text/plain').send(`${originOf(request)}/worker`)
  })
  server.post('/worker', async (request, reply) => {
    metrics.noteQuery()
    return serveQuery(parts, request, reply)
  })
  server.post('/frames', async (request, reply) => serveFrames(parts, request, reply))
  server.get('/status', async () => toStatus(parts))
  server.get('/healthz', async () => ({ ok: true }))
  server.get('/readyz', async (_request, reply) => {
    const isReady = (await parts.head.refresh()) >= 0 && parts.keeper.halted === undefined
    return reply.code(isReady ? 200 : 503).send({ ok: isReady })
  })
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.toText()))

  server.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url.slice(0, 100)}.` })
  })
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => sendError(parts, error, reply))
  return server
}

/** Clients reach the gateway by the name that they used: behind a proxy or in a container it knows no better. */
function originOf(request: FastifyRequest): string {
  if (!/^[\w.:[\]-]{1,255}$/.test(request.host)) throw new BadQuery('The Host header is not a host.')
  return `${request.protocol}://${request.host}`
}

/** The client tries again after 429, 502, 503 and 504, and ends its process after anything else. */
function sendError(parts: GatewayParts, error: Error & { statusCode?: number }, reply: FastifyReply) {
  if (error instanceof BadQuery) return reply.code(400).send({ error: error.message })
  if (error instanceof RpcError)
    return reply.code(503).header('retry-after', `${RETRY_AFTER_S}`).send({ error: error.message })
  if (error instanceof ChainMismatch) {
    parts.settings.log?.warn({ block: error.block }, error.message)
    return reply.code(500).send({ error: error.message })
  }
  const code = error.statusCode ?? 500
  if (code >= 500) parts.settings.log?.warn({ error: error.stack }, 'a request failed')
  return reply.code(code).send({ error: code >= 500 ? 'The gateway failed; its log says why.' : error.message })
}
