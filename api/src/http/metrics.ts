import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Answers } from '../answers/answers'
import type { Services } from '../context'

/** Seconds; the figures to keep are tens of milliseconds. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * GET /metrics in the Prometheus text format: requests by route and status with their time, statements of SQL, answers executed,
 * kept and shared, open streams, how old the index is, and the process itself. Labels hold routes as written here, never what a client sent.
 */
export function addMetrics(app: FastifyInstance, { database, slots, meta }: Services, answers: Answers): void {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'touchstone_api_' })
  const seconds = new Histogram({
    ...{ name: 'touchstone_api_request_seconds', help: 'Time from the request to the end of its answer.' },
    ...{ labelNames: ['method', 'route', 'status'] as const, buckets: BUCKETS, registers },
  })
  const statements = new Counter({ name: 'touchstone_api_sql_statements_total', help: 'SQL statements.', registers })
  new Counter({
    ...{ name: 'touchstone_api_answers_total', help: 'Answers to GraphQL operations, by where they came from.' },
    ...{ labelNames: ['source'] as const, registers },
    collect() {
      this.reset()
      for (const [source, count] of Object.entries(answers.counts)) this.inc({ source }, count)
    },
  })
  new Gauge({
    ...{ name: 'touchstone_api_streams', help: 'Streams of events that are open.', registers },
    collect() {
      this.set(slots.count)
    },
  })
  new Gauge({
    ...{ name: 'touchstone_api_indexed_height', help: 'Newest indexed block, as last read.', registers },
    collect() {
      this.set(meta.peek()?.indexedHeight ?? Number.NaN)
    },
  })
  new Gauge({
    ...{ name: 'touchstone_api_lag_blocks', help: 'Head of the chain less the indexed height.', registers },
    collect() {
      this.set(meta.peek()?.lag ?? Number.NaN)
    },
  })
  const unwatch = database.watch(() => statements.inc())
  app.addHook('onClose', async () => unwatch())
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
  })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
