/** The only fold from checks to questions and from questions to an outcome. */
import { type CheckId, getCheckEntry, SETTLEMENT_CHECKS } from './registry.js'
import { type Check, type Fault, type Outcome, QUESTIONS, type Question, type QuestionId, STATUSES } from './verdict.js'

/** What is concluded about. A settlement brings the contract's status code. */
export type ConcludeSubject = { kind: 'settlement'; status: number }

export interface Conclusion {
  /** All six, in the order of `QUESTIONS`. */
  questions: Question[]
  outcome: Outcome
  /** Whose evidence failed; only with the outcome `failed`. */
  fault?: Fault
}

/** What each subject needs before a question may pass. */
export const REQUIRED_CHECKS: Record<ConcludeSubject['kind'], Record<QuestionId, readonly CheckId[]>> = {
  settlement: {
    payment: requiredOf('payment'),
    signature: requiredOf('signature'),
    opening: requiredOf('opening'),
    content: requiredOf('content'),
    enclave: requiredOf('enclave'),
    workload: requiredOf('workload'),
  },
}

/**
 * Folds checks. A question is its worst check, and a required check that was not made counts as absent.
 * @throws RangeError for an id that is unknown, stands twice or stands under another question: our bug, not evidence.
 */
export function conclude(subject: ConcludeSubject, checks: readonly Check[]): Conclusion {
  requireKnownOnce(checks)
  const questions = QUESTIONS.map((id) => foldQuestion(subject, id, checks))
  const outcome = foldOutcome(subject, questions, checks)
  const failing = questions.find((question) => question.status === 'fail')
  return {
    questions,
    outcome,
    ...(outcome === 'failed' && failing?.fault !== undefined ? { fault: failing.fault } : {}),
  }
}

/** Whether the contract refused the item, statuses 2 to 5. */
export function isRejected(status: number): boolean {
  return status >= 2 && status <= 5
}

function foldQuestion(subject: ConcludeSubject, id: QuestionId, all: readonly Check[]): Question {
  const checks = all.filter((check) => check.question === id)
  const worst = worstOf(checks)
  if (worst !== undefined && worst.status !== 'pass' && worst.status !== 'absent') return named(id, worst, checks)
  const missing = REQUIRED_CHECKS[subject.kind][id].find((needed) => !checks.some((check) => check.id === needed))
  if (worst?.status === 'absent') return named(id, worst, checks)
  if (isRejected(subject.status)) return { id, status: 'absent', reason: 'Refused by the contract.', checks }
  if (missing !== undefined)
    return { id, status: 'absent', reason: `Not looked at: ${getCheckEntry(missing).title.toLowerCase()}.`, checks }
  return { id, status: 'pass', checks }
}

function named(id: QuestionId, worst: Check, checks: Check[]): Question {
  return {
    id,
    status: worst.status,
    ...(worst.status === 'fail' ? { fault: worst.fault } : {}),
    ...(worst.reason === undefined ? {} : { reason: worst.reason }),
    checks,
  }
}

// A fact informs the outcome and lies outside the fold of its question unless it accuses or could not be looked at.
function worstOf(checks: readonly Check[]): Check | undefined {
  for (const status of STATUSES) {
    const found = checks.find((check) => check.status === status && countsFor(check))
    if (found !== undefined) return found
  }
  return undefined
}

function countsFor(check: Check): boolean {
  return getCheckEntry(check.id).role === 'required' || check.status === 'fail' || check.status === 'unavailable'
}

/**
 * First match of the table of outcomes. Two cases that it leaves open are decided against green: a bill whose payment
 * or signature is not established is never called paid, it could not be checked; and where the known code is a relay,
 * six passes still say `relayed`.
 */
function foldOutcome(subject: ConcludeSubject, questions: readonly Question[], checks: readonly Check[]): Outcome {
  const status = Object.fromEntries(questions.map((question) => [question.id, question.status]))
  const isRelay = checks.some((check) => check.id === 'relay-endpoint' && check.status === 'pass')
  const firstFive = questions.every((question) => question.id === 'workload' || question.status === 'pass')
  if (isRejected(subject.status)) return 'rejected'
  if (questions.some((question) => question.status === 'fail')) return 'failed'
  if (firstFive && status.workload === 'pass' && !isRelay) return 'verified'
  if (firstFive && isRelay) return 'relayed'
  if (questions.some((question) => question.status === 'unavailable')) return 'unavailable'
  if (status.payment !== 'pass' || status.signature !== 'pass') return 'unavailable'
  const beyondTheBill = questions.some(
    ({ id, status: own }) => own === 'pass' && id !== 'payment' && id !== 'signature',
  )
  return beyondTheBill ? 'partial' : 'paid'
}

function requireKnownOnce(checks: readonly Check[]): void {
  const seen = new Set<string>()
  for (const check of checks) {
    const entry = getCheckEntry(check.id)
    if (entry.question !== check.question)
      throw new RangeError(`Check "${check.id}" belongs to ${entry.question}, not to ${check.question}.`)
    if (seen.has(check.id)) throw new RangeError(`Check "${check.id}" was made twice.`)
    seen.add(check.id)
  }
}

function requiredOf(question: QuestionId): readonly CheckId[] {
  return SETTLEMENT_CHECKS.filter((entry) => entry.question === question && entry.role === 'required').map(
    (entry) => entry.id,
  )
}
