import type { Check, Observation, Outcome, Question } from '@touchstone/verify'
import type { FileKind } from './fileKind.js'
import type { VerifyOptions } from './options.js'

/** What was found about one file, whatever kind of file it is. */
export interface Judged {
  /** `bundle`, `collection`, `trail`, `report` or `chat`. */
  kind: FileKind
  /** One line that names what was judged. */
  title: string
  outcome: Outcome
  /** The outcome in words. */
  sentence: string
  questions: Question<string>[]
  checks: Check<string>[]
  observations: Observation[]
  /** What the result is relative to: a block hash, the index's facts, trust material. Never empty. */
  restsOn: string[]
  /** What the file leaves unproven. */
  doesNotProve: string[]
}

/** 0 verified, 1 failed, 2 could not check, absent or proven in part. A relay is not a verified inference. */
export function toExitCode(outcome: Outcome): 0 | 1 | 2 {
  if (outcome === 'verified') return 0
  return outcome === 'failed' ? 1 : 2
}

/** The trust material that a result rests on, in words. */
export function describeTrust({ trust = '0g' }: Pick<VerifyOptions, 'trust'>): string {
  return `the trust material of ${trust}`
}
