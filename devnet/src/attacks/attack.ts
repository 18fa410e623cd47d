import type { QuestionId, Status } from '@touchstone/verify'

/** One call of an official SDK that was really made, and what came of it, word by word. */
export interface SdkAnswer {
  package: string
  version: string
  /** As one writes it: `broker.inference.processResponse(provider, chatID, usage)`. */
  call: string
  ended: 'returned' | 'threw'
  /** The value as JSON, of large ones the named fields; or the error's message. */
  answer: string
  /** Lines that the call printed as its summary. */
  printed: string[]
  milliseconds: number
}

/** A check of the verifier, with its title. */
export interface OwnCheck {
  id: string
  question: QuestionId
  title: string
  status: Status
  expected: string | null
  found: string | null
  reason: string | null
}

/** A settlement on chain whose verdict answers, and the questions in which it does. */
export interface JudgedSettlement {
  id: string
  /** What it has to do with the attack, in a sentence. */
  about: string
  questions: QuestionId[]
}

/** What the verifier says of the same bytes: checks made at once, and settlements that the auditor judges. */
export interface OwnAnswer {
  /** Function of `@touchstone/verify` that was run over the bytes; null where only the auditor looks. */
  call: string | null
  checks: OwnCheck[]
  settlements: JudgedSettlement[]
}

/** The live inference that is attacked: served, signed, billed, its trail anchored. */
export interface Subject {
  provider: string
  model: string
  payer: string
  /** What the client was given as `ZG-Res-Key`. */
  chatId: string
  /** Milliseconds. */
  servedAt: number
  settlement: string
  /** Anchored root of the trail. */
  root: string
}

/** What travelled: the request, the answer as served, and the one that the client was shown. Bounded texts. */
export interface ShownExchange {
  request: string
  served: string
  received: string
}

/** An attack as it was staged on a live inference. */
export interface Staged {
  subject: Subject
  exchange: ShownExchange | null
  sdk: SdkAnswer[]
  ours: OwnAnswer
}

/** What an attack is, in words. */
export interface AttackWords {
  name: string
  title: string
  /** What the attacker does. */
  what: string
  /** Why the official SDK answers as it does, written about the answers in `writtenAbout`. */
  why: string
  /** What is looked at here instead. */
  instead: string
  /** The answers that `why` was written about, in the order of the calls. */
  writtenAbout: readonly string[]
}

/** One run of an attack. */
export interface AttackRun extends AttackWords, Staged {
  /** Milliseconds. */
  at: number
  /** Whether the SDK answered what `why` explains; otherwise the explanation is not about these answers. */
  asExplained: boolean
}

/** The attack cannot be staged right now; the message says what it waits for. */
export class NotReadyError extends Error {
  override name = 'NotReadyError'
}
