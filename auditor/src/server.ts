import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import type { BundleRoutes } from './bundle/serve.js'
import type { VerdictLog } from './log/openLog.js'
import type { Metrics } from './metrics.js'
import type { Readiness } from './readiness.js'
import { within } from './within.js'

export interface OperationsServer {
  port: number
  stop(): Promise<void>
}

/** What the paths are answered from. */
export interface Served {
  pool: pg.Pool
  metrics: Metrics
  readiness: Readiness
  bundles: BundleRoutes
  verdictLog: VerdictLog
}

/** The process lives, whatever the database does: the rest of the answer is not waited for longer. */
const REMARKS_MS = 2_000

/**
 * Serves on all interfaces: /healthz (the process lives), /readyz (200 where it can be relied on, else 503 with what is
 * wrong), /metrics, /bundle/ and /log/.
 */
export async function startServer(port: number, served: Served): Promise<OperationsServer> {
  const { pool, metrics, readiness, bundles, verdictLog } = served
  const server = createServer((request, response) => {
    const respond = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
    const failed = (error: Error) => respond(503, `${error.message}\n`)
    const path = request.url?.split('?')[0]
    if (path === '/healthz')
      within(verdictLog.remarks(), REMARKS_MS).then(
        (remarks) => respond(200, `${['ok', ...remarks].join('\n')}\n`),
        (error: Error) => respond(200, `ok\nlog: not known: ${error.message}\n`),
      )
    else if (path === '/readyz')
      readiness
        .listProblems()
        .then((problems) =>
          problems.length === 0 ? respond(200, 'ready\n') : respond(503, `${problems.join('\n')}\n`),
        )
    else if (path === '/metrics')
      metrics.render(pool).then((text) => respond(200, `${text}${verdictLog.renderMetrics().join('\n')}\n`), failed)
    else if (path?.startsWith('/bundle/')) void bundles.serve(request, response)
    else if (path?.startsWith('/log/')) void verdictLog.serve(request, response)
    else respond(404, 'Known paths: /healthz, /readyz, /metrics, /bundle/, /log/\n')
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
