import type { Fault, Outcome, Status } from './generated/graphql'

/** A colour's job. Shape and word always stand beside it. */
export type Tone = 'verified' | 'failed' | 'unavailable' | 'pending' | 'accent' | 'muted'
export type IconName =
  | 'pass'
  | 'fail'
  | 'unavailable'
  | 'absent'
  | 'waiting'
  | 'verified'
  | 'relayed'
  | 'partial'
  | 'paid'
  | 'rejected'

/** A cell without a status has not been looked at yet. */
export type CellStatus = Status | 'waiting'
interface Look {
  icon: IconName
  word: string
  tone: Tone
}

/** How a status looks everywhere: the order is that of severity, which is the order of lists and of stacked bars. */
export const STATUS_LOOK: Readonly<Record<CellStatus, Look>> = {
  fail: { icon: 'fail', word: 'Failed', tone: 'failed' },
  unavailable: { icon: 'unavailable', word: 'Could not check', tone: 'unavailable' },
  absent: { icon: 'absent', word: 'Not published', tone: 'muted' },
  pass: { icon: 'pass', word: 'Passed', tone: 'verified' },
  waiting: { icon: 'waiting', word: 'Waiting', tone: 'pending' },
}
/** The words alone, for charts and their tables. */
export const STATUS_WORDS = Object.fromEntries(
  Object.entries(STATUS_LOOK).map(([status, { word }]) => [status, word]),
) as Readonly<Record<CellStatus, string>>
export const CELL_STATUSES: readonly CellStatus[] = ['fail', 'unavailable', 'absent', 'pass', 'waiting']

/** How an outcome looks everywhere. Nothing that was not verified is green. */
export const OUTCOME_LOOK: Readonly<Record<Outcome, Look>> = {
  rejected: { icon: 'rejected', word: 'Refused by the contract', tone: 'muted' },
  failed: { icon: 'fail', word: 'Failed', tone: 'failed' },
  pending: { icon: 'waiting', word: 'Waiting', tone: 'pending' },
  verified: { icon: 'verified', word: 'Inference verified', tone: 'verified' },
  relayed: { icon: 'relayed', word: 'Relay verified', tone: 'accent' },
  unavailable: { icon: 'unavailable', word: 'Could not check', tone: 'unavailable' },
  partial: { icon: 'partial', word: 'Partly established', tone: 'accent' },
  paid: { icon: 'paid', word: 'Paid. No evidence published', tone: 'muted' },
}
export const OUTCOMES = Object.keys(OUTCOME_LOOK) as Outcome[]

const WHOSE: Readonly<Record<Fault, string>> = { provider: 'provider’s evidence', payer: 'payer’s evidence' }

/** The words of an outcome; a failure says whose evidence failed. */
export function outcomeWord(outcome: Outcome, fault: Fault | null): string {
  const { word } = OUTCOME_LOOK[outcome]
  return outcome === 'failed' && fault ? `${word}: ${WHOSE[fault]}` : word
}

/** The words of a status; a failure says whose evidence failed. */
export function statusWord(status: CellStatus, fault: Fault | null): string {
  const { word } = STATUS_LOOK[status]
  return status === 'fail' && fault ? `${word}: ${WHOSE[fault]}` : word
}

const SEVERITY: Readonly<Record<CellStatus, number>> = { fail: 0, unavailable: 1, absent: 2, waiting: 3, pass: 4 }

/** Worst first; equal ones keep their order. */
export function sortBySeverity<T extends { status: Status | null }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => SEVERITY[a.status ?? 'waiting'] - SEVERITY[b.status ?? 'waiting'])
}

/** How many of each status, worst first, without those that do not occur: `1 failed · 3 passed`. */
export function countStatuses(items: readonly { status: Status | null }[]): string {
  const counts = CELL_STATUSES.map((status) => ({
    status,
    count: items.filter((item) => (item.status ?? 'waiting') === status).length,
  }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${STATUS_LOOK[status].word.toLowerCase()}`)
    .join(' · ')
}
