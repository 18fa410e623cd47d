import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { FastifyInstance } from 'fastify'
import type { Services } from '../context'
import { createAsk } from '../rest/ask'
import { originOf, signalOf } from '../rest/request'
import { createMcpServer } from './server'

/** POST /mcp: MCP over streamable HTTP, without sessions, each answer as JSON. Other methods have nothing to say here. */
export function addMcpRoute(app: FastifyInstance, services: Services): void {
  const ask = createAsk(app, services)
  app.post('/mcp', async (request, reply) => {
    const tools = { ask, network: services.network, signal: signalOf(reply), origin: originOf(request) }
    const server = createMcpServer(tools, request.log)
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
    reply.raw.once('close', () => {
      transport.close()
      server.close()
    })
    await server.connect(transport as never)
    // The transport writes to the socket itself; what hooks have set for the answer goes with it.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    reply.hijack()
    await transport.handleRequest(request.raw, reply.raw, request.body)
  })
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    handler: (_request, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .send({
          jsonrpc: '2.0',
          id: null,
          error: { code: -32_000, message: 'Only POST: this server keeps no sessions.' },
        }),
  })
}
