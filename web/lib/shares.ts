import { formatAmount, formatCount, formatShare, toBigInt } from './format'
import type { QuestionId, SharePointFieldsFragment, SharesFieldsFragment } from './generated/graphql'
import { QUESTIONS } from './questions'
import { CELL_STATUSES, type CellStatus } from './status'

/** What a share is of. */
export type Measure = 'count' | 'money'

/** How many settlements, and how much money in neuron, have one status at one question. */
export interface Part {
  settlements: bigint
  amount: bigint
}

interface Whole {
  settlements: string
  amount: string
  cells: SharesFieldsFragment['cells']
}

/** The parts of one question by status. `waiting` is what the base has beyond the judged ones: it is in the base only. */
export function splitQuestion(whole: Whole, question: QuestionId): Readonly<Record<CellStatus, Part>> {
  const parts = Object.fromEntries(CELL_STATUSES.map((status) => [status, { settlements: 0n, amount: 0n }])) as Record<
    CellStatus,
    Part
  >
  const rest = { settlements: toBigInt(whole.settlements), amount: toBigInt(whole.amount) }
  for (const cell of whole.cells) {
    if (cell.question !== question) continue
    const part = parts[cell.status]
    part.settlements += toBigInt(cell.settlements)
    part.amount += toBigInt(cell.amount)
    rest.settlements -= toBigInt(cell.settlements)
    rest.amount -= toBigInt(cell.amount)
  }
  parts.waiting = { settlements: atLeastZero(rest.settlements), amount: atLeastZero(rest.amount) }
  return parts
}

function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value
}

/** What a pass of each question establishes about payments, after a number and "of n payments". */
const PASSED: Readonly<Record<QuestionId, string>> = {
  payment: 'are accepted payments that the account’s books confirm',
  signature: 'carry a bill signed by the provider’s registered key',
  opening: 'have a published list of requests that adds up',
  content: 'have published bytes that match what was signed',
  enclave: 'were signed in a genuine enclave',
  workload: 'ran known code and a pinned model',
}

const SUMMARY: readonly QuestionId[] = ['opening', 'content', 'enclave', 'workload']

/**
 * The whole history in one sentence with its base, from what is best to what is least established. What nobody judged yet
 * neither passed nor failed.
 */
export function summarise(shares: SharesFieldsFragment): string {
  if (toBigInt(shares.settlements) === 0n) return 'No payment counts for this history yet.'
  const paid = `Of ${formatCount(shares.settlements)} payments (${formatAmount(shares.amount)} 0G)`
  if (toBigInt(shares.judged) <= 0n) return `${paid}, none was judged yet: nothing is known to have passed or failed.`
  const parts = SUMMARY.map((question) => {
    const { pass } = splitQuestion(shares, question)
    return `${formatShare(String(pass.settlements), shares.settlements)} ${PASSED[question]}`
  })
  const failures = describeFailures(shares)
  const waiting = toBigInt(shares.settlements) - toBigInt(shares.judged)
  const none = waiting > 0n ? ` Of ${formatCount(shares.judged)} judged, nothing failed.` : ' Nothing failed.'
  const wrong = failures === '' ? none : ` ${failures}`
  return `${paid}, ${parts.join(', ')}.${wrong}${describeWaiting(waiting)}`
}

/** What failed, by question: "Failed: 2 on enclave."; empty where nothing is known to have. */
export function describeFailures(shares: SharesFieldsFragment): string {
  const failures = QUESTIONS.map((question) => ({ question, count: splitQuestion(shares, question).fail.settlements }))
    .filter(({ count }) => count > 0n)
    .map(({ question, count }) => `${formatCount(String(count))} on ${question}`)
  return failures.length === 0 ? '' : `Failed: ${failures.join(', ')}.`
}

function describeWaiting(count: bigint): string {
  if (count <= 0n) return ''
  return ` ${formatCount(String(count))} ${count === 1n ? 'waits' : 'wait'} for a verdict.`
}

/** The finding of the chart, as its heading: the share that passed, and what failed, with the base. */
export function describeQuestion(shares: SharesFieldsFragment, question: QuestionId, by: Measure): string {
  const { pass, fail } = splitQuestion(shares, question)
  if (toBigInt(shares.settlements) === 0n) return 'Nothing to draw yet'
  const [some, wrong, all] =
    by === 'count'
      ? [pass.settlements, fail.settlements, shares.settlements]
      : [pass.amount, fail.amount, shares.amount]
  const base = by === 'count' ? `${formatCount(all)} payments` : `${formatAmount(all)} 0G was spent on payments that`
  const failed = wrong > 0n ? `; ${formatShare(String(wrong), all)} failed` : ''
  return `${formatShare(String(some), all)} of ${base} ${PASSED[question]}${failed}`
}

/** One bar of the chart: the interval, and each status as a plain number fit for drawing (payments, or 0G). */
export interface Bar extends Readonly<Record<CellStatus, number>> {
  from: number
  until: number
  /** Nothing of this interval is known. */
  gap?: true
}

/** Bars of one question over time. Drawing needs no wei: money becomes a floating-point number here and only here. */
export function toBars(points: readonly SharePointFieldsFragment[], question: QuestionId, by: Measure): Bar[] {
  return points.map((point) => {
    const parts = splitQuestion(point, question)
    const size = ({ settlements, amount }: Part) => (by === 'count' ? Number(settlements) : Number(amount) / 1e18)
    return {
      from: Date.parse(point.from),
      until: Date.parse(point.until),
      fail: size(parts.fail),
      unavailable: size(parts.unavailable),
      absent: size(parts.absent),
      pass: size(parts.pass),
      waiting: size(parts.waiting),
    }
  })
}

/** Shares of several subjects that have no settlement in common, as those of all of them. */
export function addShares(all: readonly SharesFieldsFragment[]): SharesFieldsFragment {
  const cells = new Map<string, SharesFieldsFragment['cells'][number]>()
  for (const cell of all.flatMap((shares) => shares.cells)) {
    const key = `${cell.question} ${cell.status}`
    const before = cells.get(key) ?? { ...cell, settlements: '0', amount: '0' }
    cells.set(key, {
      ...before,
      settlements: String(toBigInt(before.settlements) + toBigInt(cell.settlements)),
      amount: String(toBigInt(before.amount) + toBigInt(cell.amount)),
    })
  }
  const sum = (of: 'settlements' | 'amount' | 'judged' | 'judgedAmount') =>
    String(all.reduce((total, shares) => total + toBigInt(shares[of]), 0n))
  return {
    settlements: sum('settlements'),
    amount: sum('amount'),
    judged: sum('judged'),
    judgedAmount: sum('judgedAmount'),
    cells: [...cells.values()],
  }
}
