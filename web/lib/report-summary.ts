import type { ReportDetails } from './enclave-api'
import type { Fault } from './generated/graphql'
import { worstOf } from './report-uses'
import type { CellStatus } from './status'

/** A report in a heading and a sentence, by the worst of its steps. Nothing is green that no verdict found so. */
export interface ReportSummary {
  status: CellStatus
  fault: Fault | null
  heading: string
  sentence: string
}

/** Sums a report up: what the verdict that decided by it says, or that none does. */
export function summariseReport({ decided, uses }: Pick<ReportDetails, 'decided' | 'uses'>): ReportSummary {
  if (!decided) {
    const sentence =
      uses.length > 0
        ? 'Verdicts looked at this report and decided by another one, nearer to their settlement.'
        : 'No verdict that we looked at rests on this report. What it states is a claim.'
    return { status: 'waiting', fault: null, heading: 'Observed, not judged', sentence }
  }
  const { enclave } = decided.steps
  const status = worstOf(enclave)
  const worst = enclave.find((check) => check.status === status)
  return { status, fault: worst?.fault ?? null, ...WORDS[status](worst?.title ?? '') }
}

const WORDS: Readonly<Record<CellStatus, (title: string) => Pick<ReportSummary, 'heading' | 'sentence'>>> = {
  fail: (title) => ({
    heading: 'This report does not hold',
    sentence: `A step failed: “${title}”. What was expected and found stands with that step.`,
  }),
  unavailable: (title) => ({
    heading: 'This report could not be checked',
    sentence: `A step could not be made: “${title}”. That says nothing against the provider.`,
  }),
  absent: (title) => ({
    heading: 'This report shows less than an enclave',
    sentence: `What one step needs was not published: “${title}”.`,
  }),
  pass: () => ({
    heading: 'The key was in a genuine enclave when this was observed',
    sentence:
      'Every step on the enclave holds, as of the observation. Which code and model ran is a question of its own.',
  }),
  waiting: () => ({ heading: 'Observed, not judged', sentence: 'The verdict has no step about this report.' }),
}
