import { END } from '../link/spans'

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Positions [from, to) of one payer or provider whose accepted settlements count for a scope; `from` begins a block. */
export interface Piece {
  /** Index of the payer, provider or agent that it counts for. */
  scope: number
  party: 'payer' | 'provider'
  address: string
  from: number
  to: number
  /** First position at which a window may begin; null where windows do not matter. */
  windowFrom: number | null
}

/** What the tables say about a piece; nulls where no accepted settlement lies in it. */
export interface Extent {
  firstTime: number | null
  lastTime: number | null
  /** Time of the first one that may still wait for a verdict. */
  openTime: number | null
}

/** A range of time: [start, end) in milliseconds. */
interface Range {
  start: number
  end: number
}

/** Hours of a piece that the rollup holds whole, and the whole days among them; empty at the end where there are none. */
export interface Hours extends Range {
  days: Range
}

/** All of a payer or provider. */
export function wholePiece(scope: number, party: Piece['party'], address: string): Piece {
  return { scope, party, address, from: 0, to: END, windowFrom: null }
}

/**
 * The hours that can be taken from the rollup: complete, inside the piece, and with nothing in them that waits for a
 * verdict (the rollup holds judged settlements alone). Undefined where there are none.
 * @param source the coarsest part of the rollup that its points allow.
 */
export function findWholeHours(
  piece: Piece,
  { firstTime, lastTime, openTime }: Extent,
  source: 'days' | 'hours',
): Hours | undefined {
  if (firstTime === null || lastTime === null) return undefined
  // A piece that begins in mid-history cuts its first hour; one that has no beginning does not.
  const start = piece.windowFrom === null ? floorHour(firstTime) : floorHour(firstTime) + HOUR_MS
  const end = floorHour(Math.min(lastTime, openTime ?? lastTime))
  if (end <= start) return undefined
  const days = { start: Math.ceil(start / DAY_MS) * DAY_MS, end: floorDay(end) }
  const areDays = source === 'days' && days.start < days.end
  return { start, end, days: areDays ? days : { start: end, end } }
}

export function floorHour(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS
}

function floorDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS
}

/** How times are put into points of a chart: `count` buckets of `width` milliseconds from `start` on. */
export interface Buckets {
  start: number
  width: number
  count: number
  /** What is fine enough: the rollup by day, that by hour, or rows alone. */
  source: 'days' | 'hours' | 'rows'
}

/** The bucket of what is counted into some place: what lies before the first or behind the last counts in these. */
export function placeIn({ count }: Buckets, place: number): number {
  return Math.min(Math.max(place, 0), count - 1)
}

/** Everything in one bucket. */
export const SINGLE_BUCKET: Buckets = { start: 0, width: Number.MAX_SAFE_INTEGER, count: 1, source: 'days' }

/**
 * Buckets between the first and the last settlement. Below two hours a point they are cut evenly from rows; above, each
 * is a whole number of hours, and above two days a point of UTC days, so that an hour or a day of the rollup lies in one.
 */
export function planBuckets(first: number, last: number, points: number): Buckets {
  const span = last - first + 1
  if (span < 2 * points * HOUR_MS) {
    // Whole seconds: blocks are not timed finer.
    const width = Math.max(1, Math.ceil(span / points / 1_000)) * 1_000
    return { start: first, width, count: Math.ceil(span / width), source: 'rows' }
  }
  const [step, source] = span < 2 * points * DAY_MS ? ([HOUR_MS, 'hours'] as const) : ([DAY_MS, 'days'] as const)
  const start = Math.floor(first / step) * step
  const width = Math.ceil(Math.ceil((last - start + 1) / step) / points) * step
  return { start, width, count: Math.ceil((last - start + 1) / width), source }
}
