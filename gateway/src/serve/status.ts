import type { GatewayParts } from '../parts.js'
import type { Endpoint } from '../rpc/endpoint.js'

/** `GET /status`: what is served and how the RPCs do. Shows of an RPC no more than its host. */
export async function toStatus(parts: GatewayParts) {
  const { settings, pool, keeper, head, frames, audit } = parts
  return {
    chainId: settings.chainId,
    finality: settings.finality,
    /** Highest block that is served. */
    height: head.finalHeight < 0 ? null : head.finalHeight,
    head: head.height < 0 ? null : head.height,
    /** Every block up to this one that logs are served from was recomputed. */
    auditedTo: keeper.audited < 0 ? null : keeper.audited,
    audit: { runs: settings.audit !== false, ...audit.counts, unproven: audit.unproven ?? null },
    /** A block that does not add up: nothing from it on is served. */
    halted: keeper.halted ?? null,
    capability: frames.capability,
    requests: pool.requests,
    rpcs: pool.endpoints.map(toRpcStatus),
    cache: {
      bytes: await keeper.database.approximateSize('a', 'z'),
      logFilters: keeper.logs.size,
      transactionFilters: keeper.calls.size,
    },
  }
}

function toRpcStatus(endpoint: Endpoint) {
  return {
    host: endpoint.host,
    isAdmitted: endpoint.isAdmitted,
    abilities: [...endpoint.abilities],
    restsForMs: Math.max(0, Math.ceil(endpoint.restsUntil - performance.now())),
    failuresInARow: endpoint.failures,
    lastError: endpoint.lastError,
    requests: endpoint.counts.requests,
    calls: endpoint.counts.calls,
    errors: Object.fromEntries(endpoint.counts.errors),
  }
}
