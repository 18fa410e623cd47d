import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { listSubmissions } from '../facts/submissions.js'
import { getFetchHistory, insertAttempt } from '../fetch/attemptRows.js'
import { type FetchSources, fetchRoot } from '../fetch/fetchRoot.js'
import type { Metrics } from '../metrics.js'
import { getPayload, keepPayload } from '../trails/payloads.js'
import { keepTrail, type TrailNetwork } from '../trails/readTrail.js'
import { nextRoundAt } from './backoff.js'
import { queueFetchAt, queueJudgeConcerned, queueJudgeNamed } from './jobs.js'

export interface FetchTrailContext {
  pool: pg.Pool
  blobs: BlobStore
  sources: FetchSources
  trails: TrailNetwork
  retryBaseSeconds: number
  metrics: Metrics
  log: Logger
}

/**
 * Brings the trail behind a root in, once: fetch, keep, read, queue the settlements that it names. Every step looks
 * first at what is there, so that the job may be killed and repeated anywhere.
 */
export async function fetchTrail(context: FetchTrailContext, root: Hex, stop: AbortSignal): Promise<void> {
  const { pool, blobs } = context
  const payload = await getPayload(pool, blobs, root)
  if (payload.kind === 'withdrawn') return
  const bytes = payload.kind === 'kept' ? payload.bytes : await fetchPayload(context, root, stop)
  if (!bytes) return
  const trail = await keepTrail(pool, context.trails, root, bytes)
  if (trail) context.log.info({ root, ...trail }, 'trail read')
  await queueJudgeNamed(pool, root)
  await queueJudgeConcerned(pool, root, 'unavailable')
}

/** @returns undefined where no source had the bytes, or where it is too early to ask again; then the next round is queued. */
async function fetchPayload(context: FetchTrailContext, root: Hex, stop: AbortSignal): Promise<Uint8Array | undefined> {
  const { pool, metrics } = context
  const submissions = await listSubmissions(pool, root)
  // The anchor is gone with its block; should it come back, the sweep finds it.
  if (submissions.length === 0) return undefined
  const before = await getFetchHistory(pool, root)
  if (before.lastAt && before.rounds > 0) {
    const due = nextRoundAt(before.lastAt, before.rounds, context.retryBaseSeconds, 0)
    if (due.getTime() > Date.now()) {
      await queueFetchAt(pool, root, due)
      return undefined
    }
  }
  const payload = await fetchRoot(context.sources, {
    root,
    submissions,
    stop,
    record: async (attempt) => {
      metrics.countAttempt(attempt.outcome, attempt.bytes)
      await insertAttempt(pool, attempt)
    },
  })
  if (payload) {
    await keepPayload(pool, context.blobs, root, payload)
    return payload.bytes
  }
  await queueJudgeConcerned(pool, root, 'absent')
  const rounds = before.rounds + 1
  await queueFetchAt(pool, root, nextRoundAt(new Date(), rounds, context.retryBaseSeconds, Math.random()))
  context.log.warn({ root, rounds }, 'no source delivered the bytes of this root')
  return undefined
}
