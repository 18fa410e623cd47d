import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { GatewayParts } from '../parts.js'

const PREFIX = 'touchstone_gateway_'

/** Figures for Prometheus. RPCs are told apart by host. */
export function buildMetrics({ pool, head, keeper }: GatewayParts) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const queries = new Counter({ name: `${PREFIX}queries_total`, help: 'Queries of clients', registers: [registry] })
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => void) =>
    new Gauge({
      name: `${PREFIX}${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        collect(this)
      },
    })
  gauge('head_block', 'Highest block seen', [], (metric) => metric.set(head.height))
  gauge('final_block', 'Highest block served', [], (metric) => metric.set(head.finalHeight))
  gauge('audited_block', 'Height up to which what is kept was recomputed', [], (metric) => metric.set(keeper.audited))
  gauge('halted', '1 where a block does not add up', [], (metric) => metric.set(keeper.halted === undefined ? 0 : 1))
  gauge('log_filters', 'Filters of logs whose coverage is kept', [], (metric) => metric.set(keeper.logs.size))
  gauge('rpc_requests', 'HTTP requests sent to an RPC', ['host'], (metric) => {
    for (const { host, counts } of pool.endpoints) metric.set({ host }, counts.requests)
  })
  gauge('rpc_calls', 'Calls sent to an RPC', ['host'], (metric) => {
    for (const { host, counts } of pool.endpoints) metric.set({ host }, counts.calls)
  })
  gauge('rpc_errors', 'Calls that an RPC did not answer', ['host', 'kind'], (metric) => {
    for (const { host, counts } of pool.endpoints)
      for (const [kind, count] of counts.errors) metric.set({ host, kind }, count)
  })
  return {
    contentType: registry.contentType,
    toText: () => registry.metrics(),
    noteQuery: () => queries.inc(),
  }
}
