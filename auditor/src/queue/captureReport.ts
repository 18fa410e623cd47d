import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex, TrustMaterial } from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { insertAnswerRefusals, keepAnswer } from '../capture/answerRows.js'
import { type AnswerRefusal, askAnswers } from '../capture/askAnswers.js'
import { askReport, hasDenied, type ReportSources } from '../capture/askReport.js'
import { detectDrift } from '../capture/drift.js'
import { countFailures, insertRefusals, keepReport } from '../capture/reportRows.js'
import { type CapturedService, findServiceInForce } from '../capture/services.js'
import type { Metrics } from '../metrics.js'
import { nextRoundAt } from './backoff.js'
import { tryExclusively } from './exclusive.js'
import { queueCaptureAt, queueJudgeUnobserved, queueJudgeUnreported } from './jobs.js'

export interface CaptureContext {
  pool: pg.Pool
  /** Reports under their SHA-256. */
  reports: BlobStore
  sources: ReportSources
  trust: TrustMaterial
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
 * Observes the enclave report of a provider's service in force, its card, its encryption key and its models, compares
 * them with the chain and with what it said before, and queues the next observation. Ends where the service is gone: a
 * new one is queued by the sweep.
 */
export async function captureReport(context: CaptureContext, provider: Hex, stop: AbortSignal): Promise<void> {
  if (await tryExclusively(context.pool, 'capture', provider, () => capture(context, provider, stop))) return
  await queueCaptureAt(context.pool, provider, new Date(Date.now() + BUSY_MS), 'replace')
}

async function capture(context: CaptureContext, provider: Hex, stop: AbortSignal): Promise<void> {
  const { pool, everySeconds } = context
  const service = await findServiceInForce(pool, provider)
  if (!service) return
  const failures = await captureQuote(context, provider, service, stop)
  await captureAnswers(context, provider, service, stop)
  for (const drift of await detectDrift(pool, provider, service, context.trust)) {
    context.metrics.countDrift(drift.kind)
    context.log.warn({ provider, ...drift }, 'drift of a service')
  }
  const next = failures === 0 ? spread(1, everySeconds) : spread(failures, context.retryBaseSeconds)
  await queueCaptureAt(pool, provider, next, 'keep')
  await queueJudgeUnobserved(pool, provider)
}

/** @returns rounds without a report so far; 0 where one was observed. */
async function captureQuote(
  context: CaptureContext,
  provider: Hex,
  service: CapturedService,
  stop: AbortSignal,
): Promise<number> {
  const { pool, metrics, trust } = context
  const { report, refusals } = await askReport(context.sources, service, stop)
  await insertRefusals(pool, provider, refusals)
  for (const { outcome } of refusals) metrics.countCapture(outcome)
  if (report) {
    const isNew = await keepReport(pool, context.reports, provider, report, { keys: service.keys, trust })
    metrics.countCapture(isNew ? 'new' : 'unchanged')
    if (isNew) context.log.info({ provider, source: report.source }, 'enclave report captured')
    return 0
  }
  // What was absent could not be looked at, or the other way round; later rounds of the same kind change nothing.
  await queueJudgeUnreported(pool, provider, hasDenied(refusals) ? 'unavailable' : 'absent')
  return Math.max(await countFailures(pool, provider), 1)
}

async function captureAnswers(
  { pool, reports, sources, metrics }: CaptureContext,
  provider: Hex,
  service: CapturedService,
  stop: AbortSignal,
): Promise<void> {
  const refusals: AnswerRefusal[] = []
  for (const answer of await askAnswers(sources, service, stop)) {
    if ('outcome' in answer) {
      refusals.push(answer)
      metrics.countAnswer(answer.kind, answer.outcome)
      continue
    }
    const isNew = await keepAnswer(pool, reports, provider, answer, service.keys)
    metrics.countAnswer(answer.kind, isNew ? 'new' : 'unchanged')
  }
  await insertAnswerRefusals(pool, provider, refusals)
}

function spread(rounds: number, baseSeconds: number): Date {
  return nextRoundAt(new Date(), rounds, baseSeconds, Math.random())
}
