import type { BadgeQuery, HeadFragment } from '../rest/generated/operations'
import { formatCount, formatShare } from './numbers'

type Shares = NonNullable<BadgeQuery['agent']>['shares']
type QuestionId = Shares['cells'][number]['question']
type Status = Shares['cells'][number]['status']

/** A badge's words. `neutral` says nothing about good or bad: most of what is not proven is not wrong either. */
export interface Summary {
  label: string
  message: string
  tone: 'neutral' | 'failed' | 'none'
}

/** Blocks behind the head from which on a badge names the block and not the day. */
const MAX_LAG = 2_000

/**
 * What a badge says: accepted settlements, and of them the shares whose enclave is attested and whose bill is opened. The
 * base is all of them, judged or not, so that nothing that waits looks proven; what failed is always named.
 */
export function summarise(shares: Shares, meta: HeadFragment): Summary {
  const label = 'inference'
  const paid = BigInt(shares.settlements)
  if (paid === 0n) return { label, message: `no evidence · ${asOf(meta)}`, tone: 'none' }
  const part = (question: QuestionId, word: string) => `${formatShare(count(shares, question, 'pass'), paid)} ${word}`
  const failed = countFailed(shares)
  const message = [
    `${formatCount(paid)} paid`,
    part('enclave', 'attested'),
    part('opening', 'opened'),
    ...(failed === undefined ? [] : [`${failed} failed`]),
    asOf(meta),
  ].join(' · ')
  return { label, message, tone: failed === undefined ? 'neutral' : 'failed' }
}

/** Settlements for which a question has a status. */
export function count(shares: Shares, question: QuestionId, status: Status): bigint {
  const cells = shares.cells.filter((cell) => cell.question === question && cell.status === status)
  return cells.reduce((sum, cell) => sum + BigInt(cell.settlements), 0n)
}

/** One settlement can fail two questions: then only the least number that failed is known. */
function countFailed(shares: Shares): string | undefined {
  const fails = shares.cells.filter((cell) => cell.status === 'fail' && cell.settlements !== '0')
  const most = fails.reduce((most, cell) => (BigInt(cell.settlements) > most ? BigInt(cell.settlements) : most), 0n)
  if (most === 0n) return undefined
  return fails.length > 1 ? `≥ ${formatCount(most)}` : formatCount(most)
}

/** The day, or the block where what we know is not of today. */
export function asOf({ lag, readAt, indexedHeight }: HeadFragment): string {
  return lag !== null && lag <= MAX_LAG ? readAt.slice(0, 10) : `to block ${indexedHeight}`
}
