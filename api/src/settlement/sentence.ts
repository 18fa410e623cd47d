import { type Fault, toCells, toSentence } from '@touchstone/verify'
import type { ShownOutcome } from '../words/words'
import type { Settlement } from './types'
import type { VerdictBody } from './verdictBody'

/** The outcome of a settlement in words, from what a list knows of it. */
export function describeSettlement({ outcome, verdictFault, statuses }: Settlement): string {
  return toSentence(outcome, statuses ?? toCells([]), verdictFault ?? undefined)
}

/** The same for a verdict, which need not be the one in force. */
export function describeVerdict(outcome: ShownOutcome, fault: Fault | null, body: VerdictBody | null): string {
  return toSentence(outcome, toCells(body?.questions ?? []), fault ?? undefined)
}
