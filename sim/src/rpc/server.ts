import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { RpcNode, type RpcNodeOptions } from './node.js'
import { serveSocket } from './socket.js'
import type { RpcStats } from './stats.js'

export interface RpcServerOptions extends RpcNodeOptions {
  /** 0 or left out: a free port. */
  port?: number
}

export interface RpcServer {
  url: string
  wsUrl: string
  port: number
  stats(): RpcStats
  resetStats(): void
  close(): Promise<void>
}

/**
 * Serves a simulated chain as JSON-RPC over HTTP and WebSocket on the loopback. `GET /stats` tells what was asked,
 * `DELETE /stats` sets it to zero.
 */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const node = new RpcNode(options)
  const server = createServer((request, response) => node.handle(request, response))
  server.keepAliveTimeout = 60_000
  const sockets = new WebSocketServer({ server, maxPayload: 64 * 1024 * 1024 })
  const endSockets = serveSocket(sockets, node, options.chain)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    port,
    stats: () => node.stats,
    resetStats: () => node.resetStats(),
    close: () => {
      endSockets()
      return closeServer(server)
    },
  }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
