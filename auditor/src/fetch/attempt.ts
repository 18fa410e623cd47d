import type { Hex } from '@touchstone/verify'

/** Answers that are final for this source and carry no bytes. */
export type NegativeOutcome =
  | 'never-uploaded'
  | 'partial'
  | 'pruned'
  | 'unknown-root'
  | 'expired'
  | 'da-decode-error'
  | 'rows-missing'

/** Outcomes that say nothing about the data: never evidence against anybody. */
export type SilentOutcome =
  | 'node-behind'
  | 'wrong-network'
  | 'unreachable'
  | 'time-out'
  | 'rate-limited'
  | 'bad-answer'
  | 'too-large'
  | 'da-unattested'

/** Bytes came and recompute to another root: accuses the source, not the publisher. */
export type FaultyOutcome = 'mismatch' | 'size-mismatch'

/** The words of verdicts.fetch_attempt.outcome. */
export type FetchOutcome = 'match' | FaultyOutcome | NegativeOutcome | SilentOutcome

/** Why a source gave no bytes. */
export interface Refusal {
  ok: false
  outcome: Exclude<FetchOutcome, 'match'>
  detail: string
  /** HTTP status that was the reason. */
  status?: number
}

/** One try to get the bytes behind a root from one source, as it is kept. */
export interface FetchAttempt {
  /** The root, or another commitment to the bytes. */
  root: Hex
  /** Address of the source without credentials, query or fragment. */
  source: string
  outcome: FetchOutcome
  startedAt: Date
  finishedAt: Date
  /** Payload bytes received. */
  bytes: number
  /** SHA-256 of the received bytes, lower-case hex; absent where none came. */
  sha256?: string
  /** Root that the received bytes recompute to, where it differs. */
  foundRoot?: Hex
  detail?: string
}

export function refuse(outcome: Refusal['outcome'], detail: string): Refusal {
  return { ok: false, outcome, detail }
}
