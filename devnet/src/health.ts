import fastify, { type FastifyInstance } from 'fastify'

/** Answers GET /healthz. Opened once the devnet is up: until then the port refuses, which means "not yet". */
export async function serveHealth(port: number, state: () => Record<string, unknown>): Promise<FastifyInstance> {
  const server = fastify({ logger: false })
  server.get('/healthz', async () => ({ status: 'ok', ...state() }))
  await server.listen({ host: '127.0.0.1', port })
  return server
}
