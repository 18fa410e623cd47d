import type { QuoteJudgement, QuoteStep } from './types.js'

/** Why a quote is not genuine, or cannot be judged. */
export type Stop = Exclude<QuoteJudgement, { kind: 'genuine' }>

/** Looked, and the evidence breaks the rule of that step. */
export function refused(step: QuoteStep, why: string, shown: { expected?: string; found?: string } = {}): Stop {
  return { kind: 'refused', step, why, ...shown }
}

/** Could not look. */
export function unavailable(step: QuoteStep, why: string): Stop {
  return { kind: 'unavailable', step, why }
}
