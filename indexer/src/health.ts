import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Commit } from './database'
import type { DecodedBlock } from './decode/block'
import { createHistogram, type Histogram, toLines } from './metrics'

/** Older than this, the index counts as standing still: chains served here make a block within seconds. */
export const STALE_AFTER_MS = 60_000

const PREFIX = 'touchstone_indexer_'
const COMMIT_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000]
const DEPTHS = [1, 2, 4, 8, 16, 32, 64, 128]
const ROWS = [0, 1, 10, 100, 1000, 10_000, 100_000]

/** What /healthz says. */
export interface Report {
  ok: boolean
  /** Height of the newest block, and of the newest final one. */
  head: number | null
  finalized: number | null
  lastBatchAgeMs: number | null
  /** Why this process stopped for good. */
  halted?: string
}

/** Counts and ages of one process, served at /healthz and /metrics. */
export interface Health {
  /** @param newest time of the newest block, milliseconds. */
  noteBatch(blocks: DecodedBlock[], newest: number | undefined): void
  /** Transactions whose calls were asked of the RPC. */
  noteFrames(count: number): void
  noteRows(count: number): void
  /** Submissions of a Flow whose index does not follow the one before. */
  noteAnomalies(count: number): void
  noteCommit(commit: Commit): void
  /** From now on unhealthy, for this reason. */
  halt(sentence: string): void
  /** Milliseconds since the last batch; undefined before the first. */
  lastBatchAge(): number | undefined
  /** Prometheus text, own figures only. `chainHeight` is the RPC's newest block, where it answers. */
  toMetrics(chainHeight?: number): string
  toReport(): Report
}

const NONE = {
  batches_total: 0,
  blocks_total: 0,
  undecodable_logs_total: 0,
  frames_asked_total: 0,
  submission_anomalies_total: 0,
  reorgs_total: 0,
  reorged_blocks_total: 0,
}

export function createHealth(): Health {
  const eventCounts = new Map<string, number>()
  const totals = { ...NONE }
  const commitMs = createHistogram(COMMIT_MS)
  const depths = createHistogram(DEPTHS)
  const rows = createHistogram(ROWS)
  let last: (Commit & { at: number }) | undefined
  let newestBlock: number | undefined
  let halted: string | undefined
  const lastBatchAge = () => last && Date.now() - last.at
  return {
    lastBatchAge,
    noteBatch(blocks, newest) {
      newestBlock = newest ?? newestBlock
      totals.blocks_total += blocks.length
      totals.undecodable_logs_total += countEvents(blocks, eventCounts)
    },
    noteFrames(count) {
      totals.frames_asked_total += count
    },
    noteRows: (count) => rows.observe(count),
    noteAnomalies(count) {
      totals.submission_anomalies_total += count
    },
    noteCommit(commit) {
      last = { ...commit, at: Date.now() }
      totals.batches_total += 1
      commitMs.observe(commit.elapsed)
      if (commit.reorgDepth === 0) return
      totals.reorgs_total += 1
      totals.reorged_blocks_total += commit.reorgDepth
      depths.observe(commit.reorgDepth)
    },
    halt(sentence) {
      halted = sentence
    },
    toReport() {
      const age = lastBatchAge()
      const ok = age !== undefined && age < STALE_AFTER_MS && halted === undefined
      const { head = null, finalized = null } = last ?? {}
      return { ok, head, finalized, lastBatchAgeMs: age ?? null, ...(halted !== undefined && { halted }) }
    },
    toMetrics(chainHeight) {
      const gauges = toGauges({ last, newestBlock, chainHeight })
      return writeText({ halted: halted === undefined ? 0 : 1, gauges, totals, eventCounts, commitMs, depths, rows })
    },
  }
}

/** Adds the events to the counts of their kinds. @returns how many logs did not decode. */
function countEvents(blocks: readonly DecodedBlock[], counts: Map<string, number>): number {
  let undecodable = 0
  for (const block of blocks) {
    undecodable += block.undecodable.length
    for (const event of block.events) counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1)
  }
  return undecodable
}

interface Place {
  last: (Commit & { at: number }) | undefined
  newestBlock: number | undefined
  chainHeight: number | undefined
}

/** -1 is what is not known yet. */
function toGauges({ last, newestBlock, chainHeight }: Place): Record<string, number> {
  return {
    head_block: last?.head ?? -1,
    finalized_block: last?.finalized ?? -1,
    lag_blocks: last && chainHeight !== undefined ? Math.max(chainHeight - last.head, 0) : -1,
    // biome-ignore lint/complexity/useDateNow: the chain's time is compared with the machine's (start/steadyClock.ts)
    lag_seconds: newestBlock === undefined ? -1 : (new Date().getTime() - newestBlock) / 1000,
    last_batch_age_seconds: last ? (Date.now() - last.at) / 1000 : -1,
  }
}

interface Figures {
  halted: number
  gauges: Record<string, number>
  totals: Record<string, number>
  eventCounts: Map<string, number>
  commitMs: Histogram
  depths: Histogram
  rows: Histogram
}

function writeText({ halted, gauges, totals, eventCounts, commitMs, depths, rows }: Figures): string {
  const lines = [
    ...toLines('touchstone_halted', 'gauge', halted),
    ...Object.entries(gauges).flatMap(([name, value]) => toLines(PREFIX + name, 'gauge', value)),
    ...Object.entries(totals).flatMap(([name, value]) => toLines(PREFIX + name, 'counter', value)),
    ...depths.toLines(`${PREFIX}reorg_depth_blocks`),
    ...commitMs.toLines(`${PREFIX}commit_milliseconds`),
    ...rows.toLines(`${PREFIX}rows_per_batch`),
    `# TYPE ${PREFIX}events_total counter`,
    ...[...eventCounts].map(([kind, count]) => `${PREFIX}events_total{kind="${kind}"} ${count}`),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Serves /healthz (200 while batches keep coming, else 503) and /metrics, the text that `metrics` makes.
 * @returns the server and the port it got.
 */
export async function serveHealth(
  health: Health,
  metrics: () => Promise<string>,
  place: { host: string; port: number },
): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/healthz') {
      const report = health.toReport()
      response.writeHead(report.ok ? 200 : 503, { 'content-type': 'application/json' })
      response.end(`${JSON.stringify(report)}\n`)
    } else if (path === '/metrics') {
      const text = await metrics()
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      response.end(text)
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
