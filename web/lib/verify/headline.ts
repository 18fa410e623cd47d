import type { Outcome } from '@touchstone/verify'
import { type IconName, OUTCOME_LOOK, type Tone } from '../status'
import type { Basis, FileKind, Judged } from './judged'

/** How a result looks: green only where every check passed and everything that it rests on was confirmed. */
export interface Headline {
  word: string
  icon: IconName
  tone: Tone
}

const PASSED: Readonly<Record<FileKind, string>> = {
  bundle: 'Inference verified',
  trail: 'Agrees with itself',
  report: 'Genuine enclave',
  chat: 'Signed by the key that it names',
}

/** The word, shape and tone of a result. A file that proves nothing about a chain by itself is never green. */
export function toHeadline({ kind, outcome, questions }: Judged, bases: readonly Basis[]): Headline {
  if (bases.some(({ status }) => status === 'fail'))
    return { word: 'Not on the ground that you named', icon: 'fail', tone: 'failed' }
  const look = OUTCOME_LOOK[outcome satisfies Outcome]
  if (outcome === 'failed') return { ...look, word: isGrounded(bases) ? look.word : 'Failed, as the file tells it' }
  if (outcome !== 'verified') return { icon: look.icon, tone: look.tone, word: look.word }
  const everyPassed = questions.length > 0 && questions.every(({ status }) => status === 'pass')
  if (everyPassed && isGrounded(bases)) return { word: PASSED[kind], icon: 'verified', tone: 'verified' }
  return { word: `${PASSED[kind]}, relative to what is not confirmed`, icon: 'partial', tone: 'accent' }
}

/** Whether everything that is not merely named was confirmed. */
function isGrounded(bases: readonly Basis[]): boolean {
  return bases.every(({ status, isNamedOnly }) => isNamedOnly || status === 'pass')
}
