import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { askReport, hasDenied, type ReportSources } from '../capture/askReport.js'
import { countFailures, insertRefusals, keepReport } from '../capture/reportRows.js'
import { findServiceInForce } from '../capture/services.js'
import type { Metrics } from '../metrics.js'
import { nextRoundAt } from './backoff.js'
import { tryExclusively } from './exclusive.js'
import { queueCaptureAt, queueJudgeUnreported } from './jobs.js'

export interface CaptureContext {
  pool: pg.Pool
  /** Reports under their SHA-256. */
  reports: BlobStore
  sources: ReportSources
  /** Pause after the first attempt without a report; doubles up to a day. */
  retryBaseSeconds: number
  /** Pause after a report was observed. */
  everySeconds: number
  metrics: Metrics
  log: Logger
}

/** Pause until a provider is looked at again that another job is at. */
const BUSY_MS = 2_000

/**
 * Observes the enclave report of a provider's service in force and queues the next observation. Ends where the service
 * is gone: a new one is queued by the sweep.
 */
export async function captureReport(context: CaptureContext, provider: Hex, stop: AbortSignal): Promise<void> {
  if (await tryExclusively(context.pool, 'capture', provider, () => capture(context, provider, stop))) return
  await queueCaptureAt(context.pool, provider, new Date(Date.now() + BUSY_MS))
}

async function capture(context: CaptureContext, provider: Hex, stop: AbortSignal): Promise<void> {
  const { pool, everySeconds, retryBaseSeconds } = context
  const service = await findServiceInForce(pool, provider)
  if (!service) return
  const { report, refusals } = await askReport(context.sources, service, stop)
  await insertRefusals(pool, provider, refusals)
  for (const { outcome } of refusals) context.metrics.countCapture(outcome)
  if (report) {
    const isNew = await keepReport(pool, context.reports, provider, report, service.keys)
    context.metrics.countCapture(isNew ? 'new' : 'unchanged')
    if (isNew) context.log.info({ provider, source: report.source }, 'enclave report captured')
    return queueCaptureAt(pool, provider, spread(new Date(), 1, everySeconds))
  }
  const failures = await countFailures(pool, provider)
  // What was absent could not be looked at, or the other way round; later rounds of the same kind change nothing.
  await queueJudgeUnreported(pool, provider, hasDenied(refusals) ? 'unavailable' : 'absent')
  await queueCaptureAt(pool, provider, spread(new Date(), failures, retryBaseSeconds))
}

function spread(from: Date, rounds: number, baseSeconds: number): Date {
  return nextRoundAt(from, rounds, baseSeconds, Math.random())
}
