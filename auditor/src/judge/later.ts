import type { EvidenceRefs } from './evidence.js'
import type { Later } from './formOpinion.js'
import { findCollateralNow } from './reports.js'

/** How long one reading of the clock serves for the same reports: what Intel says of a platform changes in days. */
const SAME_MS = 60_000
const MAX_KNOWN = 1_000

/**
 * Tells the time for which the TCB of reports is looked up again, and the collateral as of then. The same reports get the same time for
 * a minute, so that settlements judged one after the other on one report share the work; it is never older than the reports.
 */
export function createLater(now: () => number = Date.now): (refs: EvidenceRefs) => Later {
  const times = new Map<string, number>()
  return ({ reports }) => {
    const collateralNow = findCollateralNow(reports)
    const key = JSON.stringify([reports.reports.map(({ id }) => id), collateralNow ?? null])
    const known = times.get(key)
    const at = now()
    const isFresh = known !== undefined && known <= at && at - known < SAME_MS
    if (!isFresh) {
      if (times.size >= MAX_KNOWN) times.clear()
      times.set(key, at)
    }
    return { now: isFresh ? known : at, ...(collateralNow !== undefined && { collateralNow }) }
  }
}
