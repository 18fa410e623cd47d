import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import type { BundleRoutes } from './bundle/serve.js'
import type { VerdictLog } from './log/openLog.js'
import type { Metrics } from './metrics.js'

export interface OperationsServer {
  port: number
  stop(): Promise<void>
}

/** Serves /healthz (200 while the database answers, else 503), /metrics, /bundle/ and /log/ on all interfaces. */
export async function startServer(
  port: number,
  pool: pg.Pool,
  metrics: Metrics,
  bundles: BundleRoutes,
  verdictLog: VerdictLog,
): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    const respond = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
    const failed = (error: Error) => respond(503, `${error.message}\n`)
    const path = request.url?.split('?')[0]
    if (path === '/healthz')
      verdictLog.remarks().then((remarks) => respond(200, `${['ok', ...remarks].join('\n')}\n`), failed)
    else if (path === '/metrics')
      metrics.render(pool).then((text) => respond(200, `${text}${verdictLog.renderMetrics().join('\n')}\n`), failed)
    else if (path?.startsWith('/bundle/')) void bundles.serve(request, response)
    else if (path?.startsWith('/log/')) void verdictLog.serve(request, response)
    else respond(404, 'Known paths: /healthz, /metrics, /bundle/, /log/\n')
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
