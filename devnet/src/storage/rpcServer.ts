import Fastify, { type FastifyInstance } from 'fastify'

/** An error of the JSON-RPC protocol: code, message and data as 0G's node words them. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message)
  }
}

export type RpcMethods = Record<string, (params: unknown[]) => Promise<unknown> | unknown>

interface RpcRequest {
  id: unknown
  method: string
  params: unknown[]
}

/** Body limit of 0G's node. */
const BODY_LIMIT = 100 * 1024 * 1024
const MAX_BATCH = 100

/** A server that answers JSON-RPC on `POST /`, singly or in batches. Not yet listening. */
export function createRpcServer(methods: RpcMethods): FastifyInstance {
  const server = Fastify({ logger: false, bodyLimit: BODY_LIMIT, forceCloseConnections: true })
  server.post('/', async (request, reply) => {
    reply.type('application/json')
    const { body } = request
    if (!Array.isArray(body)) return answer(methods, body)
    if (body.length === 0 || body.length > MAX_BATCH) return failure(null, new RpcError(-32600, 'Invalid request'))
    return Promise.all(body.map((one) => answer(methods, one)))
  })
  return server
}

async function answer(methods: RpcMethods, body: unknown) {
  const request = readRequest(body)
  if (!request) return failure(null, new RpcError(-32600, 'Invalid request'))
  const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined
  if (!method) return failure(request.id, new RpcError(-32601, 'Method not found'))
  try {
    return { jsonrpc: '2.0', id: request.id, result: await method(request.params) }
  } catch (error) {
    return failure(request.id, error instanceof RpcError ? error : new RpcError(-32603, 'Internal error'))
  }
}

function readRequest(body: unknown): RpcRequest | undefined {
  if (typeof body !== 'object' || body === null || !('method' in body) || typeof body.method !== 'string')
    return undefined
  const params = 'params' in body && Array.isArray(body.params) ? body.params : []
  return { id: 'id' in body ? body.id : null, method: body.method, params }
}

function failure(id: unknown, error: RpcError) {
  const { code, message, data } = error
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } }
}
