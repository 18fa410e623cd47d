import type { SettlementSubject, UnfetchedTrail } from '@touchstone/verify'
import { LimitExceeded } from '../threads/limits.js'
import type { EvidenceRefs, TrailRef } from './evidence.js'
import type { Opinion } from './formOpinion.js'

/** An opinion, and which limit the whole evidence went beyond, where it did. */
export interface LimitedOpinion {
  opinion: Opinion
  exceeded: LimitExceeded | undefined
}

/**
 * Judges on all of the evidence; where that goes beyond the limits, without the files of strangers, which no failure rests
 * on, then without any, then without reports too. A file of the provider and a report that could not be looked at count as
 * not delivered, which accuses nobody; a file of anybody else is left out.
 * @param judge judges on those references.
 * @throws LimitExceeded where even the facts alone go beyond.
 */
export async function judgeWithinLimits(
  subject: SettlementSubject,
  refs: EvidenceRefs,
  judge: (refs: EvidenceRefs) => Promise<Opinion>,
): Promise<LimitedOpinion> {
  let exceeded: LimitExceeded | undefined
  for (const attempt of listAttempts(subject, refs)) {
    try {
      return { opinion: await judge(withUnread(attempt, exceeded, subject)), exceeded }
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error
      exceeded = error
    }
  }
  throw exceeded ?? new Error('Nothing was judged.')
}

interface Attempt {
  refs: EvidenceRefs
  /** What is left out of them. */
  left: { trails: TrailRef[]; reports: EvidenceRefs['reports']['reports'] }
}

function listAttempts({ caller, payer }: SettlementSubject, refs: EvidenceRefs): Attempt[] {
  const { trails, reports } = refs
  const isParty = ({ author }: TrailRef) => author === caller || author === payer
  const own = trails.filter(isParty)
  const others = trails.filter((trail) => !isParty(trail))
  const bare = { ...refs, trails: [], reports: { reports: [], attempts: reports.attempts } }
  const attempts: Attempt[] = [{ refs, left: { trails: [], reports: [] } }]
  if (own.length > 0 && others.length > 0)
    attempts.push({ refs: { ...refs, trails: own }, left: { trails: others, reports: [] } })
  if (trails.length > 0) attempts.push({ refs: { ...bare, reports }, left: { trails, reports: [] } })
  if (reports.reports.length > 0) attempts.push({ refs: bare, left: { trails, reports: reports.reports } })
  return attempts
}

function withUnread({ refs, left }: Attempt, exceeded: LimitExceeded | undefined, { caller }: SettlementSubject) {
  if (exceeded === undefined) return refs
  const outcome = exceeded.message
  const unread: UnfetchedTrail[] = left.trails
    .filter(({ author }) => author === caller)
    .map(({ root, author, anchor_tx: anchorTx }) => ({
      ...{ root, author, anchorTx },
      attempts: [{ source: 'auditor', outcome }],
    }))
  const attempts = [...refs.reports.attempts, ...left.reports.map(({ source }) => ({ source, outcome }))]
  return { ...refs, unfetched: [...refs.unfetched, ...unread], reports: { ...refs.reports, attempts } }
}
