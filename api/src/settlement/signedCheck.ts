import { CHECK_TITLES } from '@touchstone/verify'
import { untrusted } from '../words/text'
import type { VerdictBody } from './verdictBody'
import type { Check, EvidenceRef, Observation } from './verdictTypes'

type SignedCheck = VerdictBody['questions'][number]['checks'][number]
type SignedObservation = VerdictBody['observations'][number]

/** A check as signed, what it quotes marked as somebody else's words. */
export function toCheck({ expected, found, reason, evidence, ...check }: SignedCheck): Check {
  return {
    ...check,
    title: CHECK_TITLES[check.id] ?? check.id,
    expected: untrusted(expected),
    found: untrusted(found),
    reason: untrusted(reason),
    evidence: evidence.map(toEvidence),
  }
}

/** The same for an observation. */
export function toObservation({ text, evidence, ...observation }: SignedObservation): Observation {
  return { ...observation, text: { text }, evidence: evidence.map(toEvidence) }
}

function toEvidence({ kind, ref, note }: SignedCheck['evidence'][number]): EvidenceRef {
  return { kind, ref: { text: ref }, note: untrusted(note) }
}
