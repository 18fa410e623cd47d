import type { BlobStore } from '@touchstone/store/blobs'
import { type Hex, readPointerFile } from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { findTermEnd } from '../facts/storageTerm.js'
import { findSubmissions, type Submissions } from '../facts/submissions.js'
import { type FetchHistory, getFetchHistory, insertAttempt, wasDenied } from '../fetch/attemptRows.js'
import { type FetchedPayload, type FetchSources, fetchRoot } from '../fetch/storage/fetchRoot.js'
import type { HeldBytes } from '../files/heldBytes.js'
import type { Scratch, Spool } from '../files/spool.js'
import type { Metrics } from '../metrics.js'
import { getPayload, keepPayload } from '../trails/payloads.js'
import { findPointer, type KeptPointer, keepPointer } from '../trails/pointers.js'
import { keepTrail } from '../trails/readTrail.js'
import type { TrailReader } from '../trails/trailReader.js'
import { withdrawWithBlob } from '../withdraw/isWithdrawn.js'
import { nextRoundAt, PATIENT_ROUNDS } from './backoff.js'
import { tryExclusively } from './exclusive.js'
import { type BlobNetwork, fetchBlobBehind } from './fetchBlobBehind.js'
import { queueFetchAt, queueJudgeAwaiting, queueJudgeConcerned, queueJudgeNamed, queueJudgeSharing } from './jobs.js'

export interface FetchTrailContext {
  pool: pg.Pool
  blobs: BlobStore
  sources: FetchSources
  spool: Spool
  /** Undefined where the network's file names no 0G DA. */
  da: BlobNetwork | undefined
  read: TrailReader
  /** Days of a storage term, from the network's file. */
  termDays: number | undefined
  retryBaseSeconds: number
  metrics: Metrics
  log: Logger
}

/** Pause until a root is looked at again that another job is at. */
const BUSY_MS = 2_000
/** Pause until a file is read again that went beyond our limits. */
const UNREAD_MS = 86_400_000

/**
 * Brings the trail behind a root in, once: fetch, keep, read, queue the settlements that it names. Every step looks
 * first at what is there, so that the job may be killed and repeated anywhere.
 */
export async function fetchTrail(context: FetchTrailContext, root: Hex, stop: AbortSignal): Promise<void> {
  // A new submission queues the root although a job is at it: that one may have looked before the submission.
  if (await tryExclusively(context.pool, 'root', root, () => work(context, root, stop))) return
  await queueFetchAt(context.pool, root, new Date(Date.now() + BUSY_MS), 'replace')
}

interface Asked {
  root: Hex
  stop: AbortSignal
  /** Files of this round. */
  scratch: Scratch
}

function work(context: FetchTrailContext, root: Hex, stop: AbortSignal): Promise<void> {
  return context.spool.during((scratch) => bringIn(context, { root, stop, scratch }))
}

async function bringIn(context: FetchTrailContext, asked: Asked): Promise<void> {
  const { pool, blobs } = context
  const { root, scratch } = asked
  const payload = await getPayload(pool, blobs, root, scratch)
  if (payload.kind === 'withdrawn') return
  const bytes = payload.kind === 'kept' ? payload.bytes : await fetchPayload(context, asked)
  if (!bytes) return
  const trail = await keepTrail(pool, context.read, root, bytes)
  if (trail) context.log.info({ root, ...trail }, 'trail read')
  if (trail?.status === 'unread') {
    context.metrics.countLimit('read', trail.limit)
    await queueFetchAt(pool, root, new Date(Date.now() + UNREAD_MS), 'keep')
  }
  // Nobody knows whom an unreadable file of the provider is about, e.g. an encrypted one.
  if (trail !== undefined && trail.status !== 'parsed') {
    await queueJudgeConcerned(pool, root, 'absent')
    await queueJudgeAwaiting(pool, root)
  }
  await queueJudgeNamed(pool, root)
  await queueJudgeSharing(pool, root)
  await queueJudgeConcerned(pool, root, 'unavailable')
}

/**
 * @param after newest submission that a round just asked for in vain: a newer one is asked for at once.
 * @returns undefined where no source had the bytes, or where it is too early to ask again; then the next round is queued.
 */
async function fetchPayload(context: FetchTrailContext, asked: Asked, after?: Date): Promise<HeldBytes | undefined> {
  const { pool } = context
  const { root } = asked
  const submissions = await findSubmissions(pool, root, context.sources.network.flow)
  // The anchor is gone with its block; should it come back, the sweep finds it.
  if (!submissions) return undefined
  // A new submission starts the rounds anew: what was missing under an old one may be there now.
  const before = await getFetchHistory(pool, root, submissions.newestAt)
  if (after === undefined && before.isExpired) return undefined
  if (after === undefined && before.lastAt && before.rounds > 0) {
    const due = nextRoundAt(before.lastAt, before.rounds, context.retryBaseSeconds, 0)
    if (due.getTime() > Date.now()) {
      await queueFetchAt(pool, root, due, 'keep')
      return undefined
    }
  }
  const payload = await fetchNamed(context, asked, submissions)
  if (payload === 'withdrawn') return undefined
  if (payload) return (await keepPayload(pool, context.blobs, root, payload)) ? payload.bytes : undefined
  const newest = (await findSubmissions(pool, root, context.sources.network.flow))?.newestAt
  if (newest !== undefined && newest > submissions.newestAt) return fetchPayload(context, asked, newest)
  const rounds = before.rounds + 1
  const isOver =
    (await getFetchHistory(pool, root, submissions.newestAt)).isExpired ||
    (await hasExpired(context, root, before, rounds))
  await queueJudgeConcerned(pool, root, 'absent')
  if (isOver) await queueJudgeConcerned(pool, root, 'unavailable')
  else await queueFetchAt(pool, root, nextRoundAt(new Date(), rounds, context.retryBaseSeconds, Math.random()), 'keep')
  await queueJudgeAwaiting(pool, root)
  if (isOver) return undefined
  context.log.warn({ root, rounds }, 'no source delivered the bytes of this root')
  return undefined
}

/** The file that is anchored; where it only names a blob on 0G DA, the blob, unless that was withdrawn. */
async function fetchNamed(
  context: FetchTrailContext,
  { root, stop, scratch }: Asked,
  { list, newestAt: namedAt }: Submissions,
): Promise<FetchedPayload | 'withdrawn' | undefined> {
  const { pool, metrics } = context
  const fetchBehind = async (kept: KeptPointer) =>
    (await withdrawWithBlob(pool, root, kept.pointer.dataRoot))
      ? ('withdrawn' as const)
      : fetchBlobBehind(context, { root, kept, namedAt, stop })
  const known = await findPointer(pool, root)
  if (known) return fetchBehind(known)
  const file = await fetchRoot(context.sources, {
    root,
    submissions: list,
    stop,
    scratch,
    record: async (attempt) => {
      metrics.countAttempt(attempt.outcome, attempt.bytes)
      await insertAttempt(pool, attempt)
    },
  })
  const pointer = file && readPointerFile(file.bytes)
  if (!pointer || pointer.kind === 'refused') return file
  await keepPointer(pool, root, pointer, file.source)
  return fetchBehind({ pointer, witness: undefined })
}

/**
 * Ends the rounds for a root whose storage term is over and that no source has: one of them said so in this round, or
 * none has answered for days. The end is kept as an attempt and shown; it accuses nobody. A new submission begins anew.
 */
async function hasExpired(
  { pool, sources, termDays, metrics, log }: FetchTrailContext,
  root: Hex,
  before: FetchHistory,
  rounds: number,
): Promise<boolean> {
  const end = termDays === undefined ? undefined : await findTermEnd(pool, root, sources.network.flow, termDays)
  if (end === undefined || end.getTime() > Date.now()) return false
  if (rounds < PATIENT_ROUNDS && !(await wasDenied(pool, root, before.lastAt ?? new Date(0)))) return false
  const at = new Date()
  const detail = `storage term ended on ${end.toISOString().slice(0, 10)}`
  metrics.countAttempt('expired', 0)
  await insertAttempt(pool, {
    root,
    source: 'chain',
    outcome: 'expired',
    detail,
    startedAt: at,
    finishedAt: at,
    bytes: 0,
  })
  log.warn({ root, rounds, end }, 'the storage term of this root is over; it is not asked for again')
  return true
}
