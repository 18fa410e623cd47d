/** Question 3: does the list of requests add up? */
import { createSha256 } from '#primitives'
import { absent, failed, isSameHex, passed, unavailable, withoutCalldata } from '../check.js'
import { toHex } from '../hex.js'
import type { JudgedEvidence, SettlementItem, SettlementSubject, UnfetchedTrail } from '../subject.js'
import { toText } from '../time.js'
import type { HashedFields } from '../trail/record.js'
import type { Check, EvidenceRef, Observation } from '../verdict.js'
import { countReadings } from './ambiguity.js'
import { listFields } from './assess.js'
import { type Candidate, type Room, type SortedTrails, sortTrails } from './candidates.js'

export interface Opening {
  checks: Check[]
  observations: Observation[]
  /** The trail whose requests recompute to the commitment and read in one way only; content is checked on it alone. */
  opened: Candidate | undefined
  /** Everything that was published about the bill; undefined where its calldata is not known. */
  trails: SortedTrails | undefined
}

/** Trails named one by one in the observations; the rest is counted. Anyone can anchor any number. */
const MAX_LISTED = 20

/**
 * Looks for a published list of requests that recomputes to the bill. A trail can accuse only if the provider that was
 * paid anchored it; everybody else's can open the bill, and otherwise changes nothing.
 */
export function checkOpening(subject: SettlementSubject, evidence: JudgedEvidence, room: Room = {}): Opening {
  const { item } = subject
  if (item === null)
    return { checks: [withoutCalldata('requests-hash')], observations: [], opened: undefined, trails: undefined }
  const trails = sortTrails(subject, item, evidence, room)
  const opened = trails.candidates.find((candidate) => candidate.assessment.recomputes)
  const judged = opened ?? trails.candidates.find((candidate) => candidate.role === 'provider')
  const checks =
    judged === undefined ? [notOpened(trails.missing, evidence.unfetched)] : judge(judged, item, trails.candidates)
  const isSingle = checks.some((check) => check.id === 'single-reading' && check.status === 'pass')
  return {
    checks,
    observations: [...observe(trails, judged), ...observeWithdrawn(evidence.unfetched)],
    opened: isSingle ? opened : undefined,
    trails,
  }
}

function notOpened(missing: readonly UnfetchedTrail[], unfetched: readonly UnfetchedTrail[]): Check {
  if (missing.length === 0 && unfetched.some((trail) => trail.withdrawnAt !== undefined))
    return absent(
      'opening-published',
      'What was published about this bill was withdrawn; nothing is left that opens it.',
    )
  if (missing.length === 0)
    return absent('opening-published', 'Nobody published the requests behind this bill: the commitment is opaque.')
  const expired = missing.map(({ expiredAt }) => expiredAt).filter((at) => at !== undefined)
  if (expired.length === missing.length) {
    const end = toText(Math.max(...expired)).slice(0, 10)
    const what = `storage term ended on ${end}, and no source delivered the ${missing.length} trail(s) that the provider anchored`
    return unavailable('opening-published', `Could not be checked: ${what}.`, {
      evidence: missing.slice(0, MAX_LISTED).map(anchorOf),
    })
  }
  const attempts = missing.flatMap((trail) => trail.attempts.map(({ source, outcome }) => `${source}: ${outcome}`))
  const named = [...new Set(attempts)].slice(0, 5).join('; ') || 'no source is known'
  const reason = `The provider anchored ${missing.length} trail(s) that no source delivered (${named}).`
  return unavailable('opening-published', reason, { evidence: missing.slice(0, MAX_LISTED).map(anchorOf) })
}

/** The checks of the one trail that decides: it recomputes, or the provider anchored it. */
function judge(judged: Candidate, item: SettlementItem, all: readonly Candidate[]): Check[] {
  const { recordProblem, requestsHash, feeSum, recomputes } = judged.assessment
  const evidence = [anchorOf(judged.trail)]
  const hash = { expected: item.requestsHash, found: requestsHash, evidence }
  const sum = { expected: `${item.totalFee}`, found: feeSum === undefined ? 'no sum' : `${feeSum}`, evidence }
  return [
    passed('opening-published', {
      found: `${judged.requests.length} request(s), anchored by ${judged.trail.author} (${judged.role})`,
      evidence,
    }),
    recordProblem === undefined
      ? passed('record-fields', { found: `${judged.requests.length} request(s)`, evidence })
      : failed('record-fields', 'provider', `Line ${recordProblem.line}: ${recordProblem.what}.`, {
          evidence: [{ kind: 'record', ref: `${judged.trail.root}#L${recordProblem.line}` }],
        }),
    isSameHex(requestsHash, item.requestsHash)
      ? passed('requests-hash', hash)
      : failed('requests-hash', 'provider', 'The published requests are not those that the bill commits to.', hash),
    feeSum === item.totalFee
      ? passed('fee-sum', sum)
      : failed('fee-sum', 'provider', 'The published fees do not sum to the billed amount.', sum),
    recomputes
      ? singleReading(judged, item)
      : absent('single-reading', 'The requests do not recompute, so there is no reading to count.', { evidence }),
    noEquivocation(all),
  ]
}

function singleReading(opened: Candidate, item: SettlementItem): Check {
  const evidence = [anchorOf(opened.trail)]
  const reading = countReadings(listFields(opened.requests), item.totalFee)
  switch (reading) {
    case 'single':
      return passed('single-reading', { evidence })
    case 'ambiguous':
      return absent('single-reading', 'ambiguous: the same bytes also read as other fees with the same sum.', {
        evidence,
      })
    case 'too-many':
      return absent('single-reading', 'ambiguous: the readings of these bytes are too many to rule a second one out.', {
        evidence,
      })
  }
}

/**
 * Two trails of the provider open one bill differently if their lists of hashed fields differ, even in where one
 * fee ends. Publishing the same list again, with more bodies or proofs, is not that.
 */
function noEquivocation(all: readonly Candidate[]): Check {
  const own = all.filter((candidate) => candidate.role === 'provider')
  const evidence = own.slice(0, MAX_LISTED).map((candidate) => anchorOf(candidate.trail))
  const lists = new Set(own.length > 1 ? own.map(digestList) : [])
  if (lists.size <= 1) return passed('no-equivocation', { evidence })
  const reason = `The provider published ${lists.size} different lists of requests for this one bill.`
  return failed('no-equivocation', 'provider', reason, { expected: 'one list', found: `${lists.size} lists`, evidence })
}

function digestList({ requests }: Candidate): string {
  const running = createSha256()
  const utf8 = new TextEncoder()
  for (const { fields } of requests)
    running.update(utf8.encode(`${fields ? JSON.stringify(toTuple(fields)) : 'null'}\n`))
  return toHex(running.digest())
}

function toTuple(fields: HashedFields): string[] {
  return [fields.requestHash, fields.userAddress, fields.fee, fields.inputFee, fields.outputFee]
}

function observe(trails: SortedTrails, judged: Candidate | undefined): Observation[] {
  const others = trails.candidates
    .filter((candidate) => candidate !== judged)
    .map(({ trail, role, assessment }) => ({
      trail,
      role,
      why: assessment.recomputes ? 'it opens the bill too' : 'its requests do not recompute to the bill',
    }))
  const unused = [...others, ...trails.ignored]
  const listed = unused.slice(0, MAX_LISTED).map(
    ({ trail, role, why }): Observation => ({
      id: 'trail-ignored',
      question: 'opening',
      text: `Trail ${trail.root}, anchored by ${trail.author} (${role}), was not used: ${why}.`,
      evidence: [anchorOf(trail)],
    }),
  )
  if (unused.length <= MAX_LISTED) return listed
  const text = `${unused.length - MAX_LISTED} more trails were not used.`
  return [...listed, { id: 'trail-ignored', question: 'opening', text, evidence: [] }]
}

// Prompts can be personal: bytes are withdrawn by root, and what was found in them before stands.
function observeWithdrawn(unfetched: readonly UnfetchedTrail[]): Observation[] {
  return unfetched
    .filter((trail) => trail.withdrawnAt !== undefined)
    .slice(0, MAX_LISTED)
    .map((trail) => ({
      id: 'trail-withdrawn',
      question: 'opening',
      text: `Trail ${trail.root}, anchored by ${trail.author}, was withdrawn: its bytes are no longer looked at.`,
      evidence: [anchorOf(trail)],
    }))
}

function anchorOf(trail: { root: string; anchorTx: string }): EvidenceRef {
  return { kind: 'anchor', ref: trail.anchorTx, note: trail.root }
}
