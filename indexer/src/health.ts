import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Commit } from './database'
import type { DecodedBlock } from './decode/block'

/** Older than this, the index counts as standing still: chains served here make a block within seconds. */
const STALE_AFTER_MS = 60_000

/** Counts and ages of one process, served at /healthz and /metrics. */
export interface Health {
  noteBatch(blocks: DecodedBlock[]): void
  noteCommit(commit: Commit): void
  /** Prometheus text, own figures only. */
  toMetrics(): string
  toReport(): { ok: boolean; head: number | null; finalized: number | null; lastBatchAgeMs: number | null }
}

export function createHealth(now: () => number = Date.now): Health {
  const eventCounts = new Map<string, number>()
  const totals = { blocks: 0, batches: 0, undecodable: 0, reorgs: 0, reorgedBlocks: 0, commitSeconds: 0 }
  let last: (Commit & { at: number }) | undefined
  return {
    noteBatch(blocks) {
      totals.blocks += blocks.length
      for (const block of blocks) {
        totals.undecodable += block.undecodable.length
        for (const event of block.events) eventCounts.set(event.kind, (eventCounts.get(event.kind) ?? 0) + 1)
      }
    },
    noteCommit(commit) {
      last = { ...commit, at: now() }
      totals.batches += 1
      totals.commitSeconds += commit.elapsed / 1000
      if (commit.reorgDepth > 0) totals.reorgs += 1
      totals.reorgedBlocks += commit.reorgDepth
    },
    toReport() {
      if (!last) return { ok: false, head: null, finalized: null, lastBatchAgeMs: null }
      const lastBatchAgeMs = now() - last.at
      return { ok: lastBatchAgeMs < STALE_AFTER_MS, head: last.head, finalized: last.finalized, lastBatchAgeMs }
    },
    toMetrics() {
      const lines = [
        ...metric('head_block', 'gauge', last?.head ?? -1),
        ...metric('finalized_block', 'gauge', last?.finalized ?? -1),
        ...metric('last_batch_age_seconds', 'gauge', last ? (now() - last.at) / 1000 : -1),
        ...metric('batches_total', 'counter', totals.batches),
        ...metric('blocks_total', 'counter', totals.blocks),
        ...metric('commit_seconds_total', 'counter', totals.commitSeconds),
        ...metric('undecodable_logs_total', 'counter', totals.undecodable),
        ...metric('reorgs_total', 'counter', totals.reorgs),
        ...metric('reorged_blocks_total', 'counter', totals.reorgedBlocks),
        '# TYPE touchstone_indexer_events_total counter',
        ...[...eventCounts].map(([kind, count]) => `touchstone_indexer_events_total{kind="${kind}"} ${count}`),
      ]
      return `${lines.join('\n')}\n`
    },
  }
}

function metric(name: string, type: 'gauge' | 'counter', value: number): string[] {
  return [`# TYPE touchstone_indexer_${name} ${type}`, `touchstone_indexer_${name} ${value}`]
}

/**
 * Serves /healthz (200 while batches keep coming, else 503) and /metrics (own figures, then the SDK's).
 * @returns the server and the port it got.
 */
export async function serveHealth(
  health: Health,
  sdkMetrics: () => Promise<string>,
  place: { host: string; port: number },
): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/healthz') {
      const report = health.toReport()
      response.writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json' })
      response.end(`${JSON.stringify(report)}\n`)
    } else if (path === '/metrics') {
      const sdk = await sdkMetrics().catch(() => '')
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      response.end(health.toMetrics() + sdk)
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.host, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}
