import { formatAmount, formatCount, formatShare, formatTime, toBigInt } from './format'
import type { AggregateFieldsFragment, Outcome } from './generated/graphql'
import type { Bar, Measure } from './shares'
import type { CellStatus } from './status'

/** What each part of a bar means where bars are split by outcome. */
export const OUTCOME_WORDS: Readonly<Record<CellStatus, string>> = {
  pass: 'Verified',
  fail: 'Failed',
  unavailable: 'Could not check',
  absent: 'Relayed, partly established or paid only',
  waiting: 'Waiting',
}

/** Green for what was verified and for nothing else. */
const PART: Readonly<Record<Outcome, CellStatus | undefined>> = {
  verified: 'pass',
  failed: 'fail',
  unavailable: 'unavailable',
  relayed: 'absent',
  partial: 'absent',
  paid: 'absent',
  pending: 'waiting',
  rejected: undefined,
}

/** One bar an interval, split by outcome. `gap` where nothing of that time is indexed: not known, which is not nothing. */
export function toOutcomeBars(points: readonly AggregateFieldsFragment[], by: Measure): Bar[] {
  return points.map((point) => {
    const bar = { fail: 0, unavailable: 0, absent: 0, pass: 0, waiting: 0 }
    for (const cell of point.outcomes) {
      const part = PART[cell.outcome]
      if (part) bar[part] += by === 'count' ? Number(cell.settlements) : Number(cell.amount) / 1e18
    }
    const gap = point.settlements === null ? { gap: true as const } : {}
    return { from: Date.parse(point.from), until: Date.parse(point.until), ...bar, ...gap }
  })
}

function sumOf(points: readonly AggregateFieldsFragment[], outcome: Outcome): bigint {
  const cells = points.flatMap((point) => point.outcomes).filter((cell) => cell.outcome === outcome)
  return cells.reduce((sum, cell) => sum + toBigInt(cell.amount), 0n)
}

/** The finding of the chart: what was spent in the time shown, what of it was verified and failed, and when most. */
export function describeSpend(points: readonly AggregateFieldsFragment[], every: 'day' | 'hour'): string {
  const known = points.filter((point) => point.amount !== null)
  const total = known.reduce((sum, point) => sum + toBigInt(point.amount ?? '0'), 0n)
  const span = `${formatCount(points.length)} ${every}${points.length === 1 ? '' : 's'}`
  if (known.length === 0) return `Nothing of the last ${span} is indexed yet`
  if (total === 0n) return `Nothing was spent in the last ${span}`
  const of = (amount: bigint) => formatShare(String(amount), String(total))
  const most = known.reduce((max, point) => (toBigInt(point.amount ?? '0') > toBigInt(max.amount ?? '0') ? point : max))
  const failed = sumOf(points, 'failed')
  const when = formatTime(most.from).slice(0, every === 'day' ? 10 : 16)
  const wrong = failed > 0n ? `${of(failed)} failed` : 'none failed'
  return `${formatAmount(String(total))} 0G in ${span}: ${of(sumOf(points, 'verified'))} verified, ${wrong}; most from ${when}`
}
