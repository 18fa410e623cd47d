import type { BlobStore } from '@touchstone/store/blobs'
import {
  type Collateral,
  type CollateralKey,
  collateralWindow,
  type Hex,
  judgeQuote,
  type TrustMaterial,
} from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { askCollateral, type CollateralSources } from '../capture/askCollateral.js'
import { findPlatform, readBinding } from '../capture/binding.js'
import {
  type CollateralRefusal,
  countCollateralFailures,
  findReportOf,
  insertCollateralRefusals,
  keepCollateral,
  type NewCollateral,
} from '../capture/collateralRows.js'
import type { Metrics } from '../metrics.js'
import { nextRoundAt } from './backoff.js'
import { tryExclusively } from './exclusive.js'
import { queueCollateralAt } from './jobs.js'

export interface CollateralContext {
  pool: pg.Pool
  /** Reports under their SHA-256. */
  reports: BlobStore
  collateral: CollateralSources
  trust: TrustMaterial
  /** Pause after the first round without a set; doubles up to a day. */
  retryBaseSeconds: number
  metrics: Metrics
  log: Logger
}

const DAY_MS = 86_400_000
const BUSY_MS = 2_000

/**
 * Archives Intel's collateral of a platform and queues the next round: after a day, earlier where the set ends earlier.
 * Ends where nobody showed a report of the platform for a week: the next report queues it anew.
 */
export async function fetchCollateral(
  context: CollateralContext,
  key: CollateralKey,
  stop: AbortSignal,
): Promise<void> {
  const name = nameOf(key)
  if (await tryExclusively(context.pool, 'collateral', name, () => archive(context, key, stop))) return
  await queueCollateralAt(context.pool, key, new Date(Date.now() + BUSY_MS))
}

/** What a platform's collateral is called in keys of jobs and locks. */
export function nameOf({ tee, ca, fmspc }: CollateralKey): string {
  return `${tee}:${ca}:${fmspc}`
}

async function archive(context: CollateralContext, key: CollateralKey, stop: AbortSignal): Promise<void> {
  const { pool, retryBaseSeconds, metrics, log } = context
  const quote = await findQuote(context, key)
  if (quote === undefined || context.collateral.services.length === 0) return
  const { found, refusals } = await askAll(context, key, quote, stop)
  await insertCollateralRefusals(pool, key, refusals)
  for (const { outcome } of refusals) metrics.countCollateral(outcome)
  if (found === undefined) {
    const failures = await countCollateralFailures(pool, key)
    return queueCollateralAt(pool, key, nextRoundAt(new Date(), failures, retryBaseSeconds, Math.random()))
  }
  const isNew = await keepCollateral(pool, key, found)
  metrics.countCollateral(isNew ? 'new' : 'unchanged')
  if (isNew) log.info({ ...key, source: found.source, until: new Date(found.until) }, 'collateral archived')
  await queueCollateralAt(pool, key, nextFetchAt(Date.now(), found.until, retryBaseSeconds))
}

/** Half of what is left, at most a day: a set that is about to end is asked for again before it does. */
function nextFetchAt(now: number, until: number, leastSeconds: number): Date {
  return new Date(now + Math.max(Math.min((until - now) / 2, DAY_MS), leastSeconds * 1000))
}

/** Asks one service after the other until one gives a set that the verifier takes. */
async function askAll(
  { collateral, trust }: CollateralContext,
  key: CollateralKey,
  quote: Uint8Array,
  stop: AbortSignal,
): Promise<{ found: NewCollateral | undefined; refusals: CollateralRefusal[] }> {
  const refusals: CollateralRefusal[] = []
  for (const service of collateral.services) {
    const source = service.base
    const answer = await askCollateral(collateral, service, key, stop)
    if ('outcome' in answer) {
      refusals.push({ source, outcome: answer.outcome, detail: answer.detail })
      continue
    }
    const judged = await judgeSet(answer, quote, trust)
    if (typeof judged !== 'string') return { found: { ...judged, source }, refusals }
    refusals.push({ source, outcome: 'not-genuine', detail: judged })
  }
  return { found: undefined, refusals }
}

/** The set with its window; in words why it is none of Intel's for this platform and now. */
async function judgeSet(
  collateral: Collateral,
  quote: Uint8Array,
  { quoteRoots: roots }: TrustMaterial,
): Promise<Omit<NewCollateral, 'source'> | string> {
  const judgement = await judgeQuote(quote, { collateral, at: Date.now(), roots })
  if (judgement.kind === 'unavailable' && judgement.step === 'collateral-valid') return judgement.why
  const window = collateralWindow(collateral)
  return window === null ? 'Its documents cannot be read.' : { body: JSON.stringify(collateral), ...window }
}

/** A quote of the platform, by which its collateral is checked. */
async function findQuote(
  { pool, reports, trust }: CollateralContext,
  key: CollateralKey,
): Promise<Uint8Array | undefined> {
  const row = await findReportOf(pool, key)
  const bytes = row && (await reports.find(`0x${row.sha256}` as Hex))
  if (!row || !bytes) return undefined
  const { machine } = readBinding({ bytes, signature: null }, row.binds === null ? [] : [row.binds])
  const platform = findPlatform(machine, trust)
  return platform !== null && nameOf(platform) === nameOf(key) ? machine?.quote : undefined
}
