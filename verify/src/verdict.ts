/**
 * The words of every verdict: six questions, four statuses, one fold.
 * They are the same in the database, the API and on the pages.
 */

/** The six questions asked of one settlement, in the order in which they are shown. */
export const QUESTIONS = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload'] as const
export type QuestionId = (typeof QUESTIONS)[number]

/**
 * `pass`: looked, and it holds. `fail`: looked, and evidence authored by this settlement's provider or payer is wrong.
 * `unavailable`: tried, and could not look; will be retried, accuses nobody. `absent`: there is nothing to look at.
 */
export const STATUSES = ['fail', 'unavailable', 'absent', 'pass'] as const
export type Status = (typeof STATUSES)[number]

/** Whose evidence is wrong. Only these two can make a check fail; a node that serves wrong bytes is a faulty source. */
export type Fault = 'provider' | 'payer'

/** Where the inputs of a check can be found again: a transaction, a root, a line of a trail, a source's address. */
export interface EvidenceRef {
  kind: 'transaction' | 'anchor' | 'root' | 'record' | 'source'
  ref: string
  note?: string
}

interface CheckBase {
  /** Stable kebab-case id within the question, e.g. `requests-hash`. */
  id: string
  question: QuestionId
  /** What the claim demands, as shown to people: a digest, an address, an amount in neuron. */
  expected?: string
  /** What was found, in the same form as `expected`. */
  found?: string
  /** One sentence on why the status is what it is. Required for everything but a pass. */
  reason?: string
  evidence: EvidenceRef[]
}

/**
 * One step within a question. A failure always names whose evidence is wrong; nothing else may name a fault. `F` is
 * another word only for evidence that is looked at by itself, whose author no chain names.
 */
export type Check<F extends string = Fault> =
  | (CheckBase & { status: 'pass' })
  | (CheckBase & { status: 'fail'; fault: F; reason: string })
  | (CheckBase & { status: 'unavailable' | 'absent'; reason: string })

/** A comparison that cannot decide. Shown beside the checks, without a status. */
export interface Observation {
  id: string
  question: QuestionId
  text: string
  evidence: EvidenceRef[]
}

/** A question is its worst check. `reason` is that check's reason, or why no check could be made. */
export interface Question<F extends string = Fault> {
  id: QuestionId
  status: Status
  fault?: F
  reason?: string
  checks: Check<F>[]
}

export const OUTCOMES = ['rejected', 'failed', 'verified', 'relayed', 'unavailable', 'partial', 'paid'] as const
/** What `conclude` can say. A settlement that nobody looked at yet has no verdict and is shown as `pending`. */
export type Outcome = (typeof OUTCOMES)[number]
