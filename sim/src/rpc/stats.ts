/** What clients asked of the RPC since it started or was reset. */
export interface RpcStats {
  /** HTTP requests and WebSocket messages: a batch is one. */
  requests: number
  /** JSON-RPC calls: a batch is as many as it holds. */
  calls: number
  byMethod: Record<string, number>
  /** Of these, calls that name a block, or the end of a range, that was final when they came. */
  finalByMethod: Record<string, number>
  bytesIn: number
  bytesOut: number
}

export function emptyStats(): RpcStats {
  return { requests: 0, calls: 0, byMethod: {}, finalByMethod: {}, bytesIn: 0, bytesOut: 0 }
}

export function countCall(stats: RpcStats, method: string, isFinal = false): void {
  stats.calls += 1
  stats.byMethod[method] = (stats.byMethod[method] ?? 0) + 1
  if (isFinal) stats.finalByMethod[method] = (stats.finalByMethod[method] ?? 0) + 1
}

/** Whether a call names a final block by its height; of a range counts the end. */
export function isOfFinal(finalized: number, params: unknown): boolean {
  const [first] = Array.isArray(params) ? params : []
  const height = typeof first === 'object' && first !== null && 'toBlock' in first ? first.toBlock : first
  return typeof height === 'string' && /^0x[0-9a-f]{1,13}$/.test(height) && Number(height) <= finalized
}
