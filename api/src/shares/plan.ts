import { END } from '../link/spans'

export const HOUR_MS = 3_600_000

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

/** Hours of a piece that the rollup holds whole: [start, end) in milliseconds. */
export interface Hours {
  start: number
  end: number
}

/** All of a payer or provider. */
export function wholePiece(scope: number, party: Piece['party'], address: string): Piece {
  return { scope, party, address, from: 0, to: END, windowFrom: null }
}

/**
 * The hours that can be taken from the rollup: complete, inside the piece, and with nothing in them that waits for a
 * verdict (the rollup holds judged settlements alone). Undefined where there are none.
 */
export function findWholeHours(piece: Piece, { firstTime, lastTime, openTime }: Extent): Hours | undefined {
  if (firstTime === null || lastTime === null) return undefined
  // A piece that begins in mid-history cuts its first hour; one that has no beginning does not.
  const start = piece.windowFrom === null ? floorHour(firstTime) : floorHour(firstTime) + HOUR_MS
  const end = floorHour(Math.min(lastTime, openTime ?? lastTime))
  return end > start ? { start, end } : undefined
}

export function floorHour(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS
}

/** How times are put into points of a chart: `count` buckets of `width` milliseconds from `start` on. */
export interface Buckets {
  start: number
  width: number
  count: number
  /** Whether the rollup by hour is fine enough. */
  source: 'rollup' | 'rows'
}

/** The bucket of what is counted into some place: what lies before the first or behind the last counts in these. */
export function placeIn({ count }: Buckets, place: number): number {
  return Math.min(Math.max(place, 0), count - 1)
}

/** Everything in one bucket. */
export const SINGLE_BUCKET: Buckets = { start: 0, width: Number.MAX_SAFE_INTEGER, count: 1, source: 'rollup' }

/**
 * Buckets between the first and the last settlement. Below two hours a point they are cut evenly from rows; above, each
 * is a whole number of hours, so that an hour of the rollup lies in one.
 */
export function planBuckets(first: number, last: number, points: number): Buckets {
  const span = last - first + 1
  if (span < 2 * points * HOUR_MS) {
    // Whole seconds: blocks are not timed finer.
    const width = Math.max(1, Math.ceil(span / points / 1_000)) * 1_000
    return { start: first, width, count: Math.ceil(span / width), source: 'rows' }
  }
  const start = floorHour(first)
  const hours = Math.ceil((last - start + 1) / HOUR_MS)
  const width = Math.ceil(hours / points) * HOUR_MS
  return { start, width, count: Math.ceil((last - start + 1) / width), source: 'rollup' }
}
