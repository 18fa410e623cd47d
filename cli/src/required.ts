import { CHECKS, type Question } from '@touchstone/verify'
import type { Judged } from './judged.js'

/** Holds a result to questions that its kind of file would not need: one that did not pass takes `verified` away. */
export function withRequired(judged: Judged, required: readonly string[]): Judged {
  const open = required.filter((id) => statusOf(judged, id) !== 'pass')
  if (open.length === 0 || judged.outcome !== 'verified') return judged
  return {
    ...judged,
    outcome: open.some((id) => statusOf(judged, id) === 'fail') ? 'failed' : 'partial',
    sentence: `${judged.sentence} But ${open.join(' and ')} did not pass, as --require asks.`,
  }
}

function statusOf({ questions, checks }: Judged, id: string): Question['status'] | undefined {
  const question = questions.find((candidate) => candidate.id === id)
  if (question !== undefined) return question.status
  const required = CHECKS.filter((entry) => entry.question === id && entry.role === 'required')
  const statuses = required.map((entry) => checks.find((check) => check.id === entry.id)?.status ?? 'absent')
  return (['fail', 'unavailable', 'absent'] as const).find((status) => statuses.includes(status)) ?? 'pass'
}
