/** What clients asked of the RPC since it started or was reset. */
export interface RpcStats {
  /** HTTP requests and WebSocket messages: a batch is one. */
  requests: number
  /** JSON-RPC calls: a batch is as many as it holds. */
  calls: number
  byMethod: Record<string, number>
  bytesIn: number
  bytesOut: number
}

export function emptyStats(): RpcStats {
  return { requests: 0, calls: 0, byMethod: {}, bytesIn: 0, bytesOut: 0 }
}

export function countCall(stats: RpcStats, method: string): void {
  stats.calls += 1
  stats.byMethod[method] = (stats.byMethod[method] ?? 0) + 1
}
