import fastify, { type FastifyInstance } from 'fastify'

/**
 * Answers GET /healthz, and whatever `more` adds. Opened once the devnet is up: until then the port refuses, which means
 * "not yet".
 */
export async function serveHealth(
  port: number,
  state: () => Record<string, unknown>,
  more: (server: FastifyInstance) => void,
): Promise<FastifyInstance> {
  const server = fastify({ logger: false, forceCloseConnections: true })
  server.get('/healthz', async () => ({ status: 'ok', ...state() }))
  more(server)
  await server.listen({ host: '127.0.0.1', port })
  return server
}
