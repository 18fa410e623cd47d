/** The only fold from checks to questions and from questions to an outcome. */
import { CHECKS, type CheckId, getCheckEntry } from './registry.js'
import { type Check, type Fault, type Outcome, QUESTIONS, type Question, type QuestionId, STATUSES } from './verdict.js'

/** What is concluded about. A settlement brings the contract's status code. */
export type ConcludeSubject =
  | { kind: 'settlement'; status: number }
  | { kind: 'trail' }
  | { kind: 'enclave-report' }
  | { kind: 'chat-signature' }

export interface Conclusion<F extends string = Fault> {
  /** All six, in the order of `QUESTIONS`. */
  questions: Question<F>[]
  outcome: Outcome
  /** Whose evidence failed; only with the outcome `failed`. */
  fault?: F
}

type Required = Partial<Record<QuestionId, readonly CheckId[]>>

/** What each subject needs before a question may pass; a question that a subject does not ask is left out. */
export const REQUIRED_CHECKS: Record<ConcludeSubject['kind'], Required> = {
  settlement: Object.fromEntries(QUESTIONS.map((question) => [question, requiredOf(question)])),
  // A file by itself: nothing in it is compared with a chain.
  trail: {
    opening: ['record-fields'],
    content: ['request-bytes', 'response-bytes', 'response-signature', 'distinct-signatures'],
  },
  // That an enclave is genuine says nothing about the code in it: the workload is shown, and asked for by name.
  'enclave-report': { enclave: requiredOf('enclave') },
  'chat-signature': { content: ['request-bytes', 'response-bytes', 'response-signature'] },
}

/**
 * Folds checks. A question is its worst check, and a required check that was not made counts as absent.
 * @throws RangeError for an id that is unknown, stands twice or stands under another question: our bug, not evidence.
 */
export function conclude<F extends string = Fault>(
  subject: ConcludeSubject,
  checks: readonly Check<F>[],
): Conclusion<F> {
  requireKnownOnce(checks)
  const asked = QUESTIONS.filter((id) => id in REQUIRED_CHECKS[subject.kind])
  const questions = asked.map((id) => foldQuestion(subject, id, checks))
  const outcome = subject.kind === 'settlement' ? foldOutcome(subject.status, questions, checks) : foldPart(questions)
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

function foldQuestion<F extends string>(
  subject: ConcludeSubject,
  id: QuestionId,
  all: readonly Check<F>[],
): Question<F> {
  const checks = all.filter((check) => check.question === id)
  const worst = worstOf(checks)
  if (worst !== undefined && worst.status !== 'pass' && worst.status !== 'absent') return named(id, worst, checks)
  const missing = REQUIRED_CHECKS[subject.kind][id]?.find((needed) => !checks.some((check) => check.id === needed))
  if (worst?.status === 'absent') return named(id, worst, checks)
  if (subject.kind === 'settlement' && isRejected(subject.status))
    return { id, status: 'absent', reason: 'Refused by the contract.', checks }
  if (missing !== undefined)
    return { id, status: 'absent', reason: `Not looked at: ${getCheckEntry(missing).title.toLowerCase()}.`, checks }
  return { id, status: 'pass', checks }
}

function named<F extends string>(id: QuestionId, worst: Check<F>, checks: Check<F>[]): Question<F> {
  return {
    id,
    status: worst.status,
    ...(worst.status === 'fail' ? { fault: worst.fault } : {}),
    ...(worst.reason === undefined ? {} : { reason: worst.reason }),
    checks,
  }
}

// A fact informs the outcome and lies outside the fold of its question unless it accuses or could not be looked at.
function worstOf<F extends string>(checks: readonly Check<F>[]): Check<F> | undefined {
  for (const status of STATUSES) {
    const found = checks.find((check) => check.status === status && countsFor(check))
    if (found !== undefined) return found
  }
  return undefined
}

function countsFor(check: Check<string>): boolean {
  return getCheckEntry(check.id).role !== 'fact' || check.status === 'fail' || check.status === 'unavailable'
}

/**
 * First match of the table of outcomes. Two cases that it leaves open are decided against green: a bill whose payment
 * or signature is not established is never called paid, it could not be checked; and where the known code is a relay,
 * six passes still say `relayed`.
 */
function foldOutcome(code: number, questions: readonly Question<string>[], checks: readonly Check<string>[]): Outcome {
  const status = Object.fromEntries(questions.map((question) => [question.id, question.status]))
  const isRelay = checks.some((check) => check.id === 'relay-endpoint' && check.status === 'pass')
  const firstFive = questions.every((question) => question.id === 'workload' || question.status === 'pass')
  if (isRejected(code)) return 'rejected'
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

// A part of a settlement by itself is never called paid or relayed: that takes a chain.
function foldPart(questions: readonly Question<string>[]): Outcome {
  const has = (status: Question['status']) => questions.some((question) => question.status === status)
  if (has('fail')) return 'failed'
  if (has('unavailable')) return 'unavailable'
  return has('absent') ? 'partial' : 'verified'
}

function requireKnownOnce(checks: readonly Check<string>[]): void {
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
  return CHECKS.filter((entry) => entry.question === question && entry.role === 'required').map((entry) => entry.id)
}
