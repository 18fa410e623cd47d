import { badInput } from '../errors'
import type { AggregateWidth } from './types'

/** Points of one answer at most: a year of days, sixteen days of hours. */
export const MAX_AGGREGATE_POINTS = 400
const DEFAULT_POINTS = 30
const WIDTH_MS: Record<AggregateWidth, number> = { hour: 3_600_000, day: 86_400_000 }
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/

/** Starts of intervals, milliseconds: from `start`, each `width` long, `count` of them. */
export interface Intervals {
  start: number
  width: number
  count: number
}

/**
 * The hours or days that cover [from, until).
 * @param from ISO 8601; thirty intervals before `until` unless given.
 * @param until ISO 8601; `now` unless given.
 * @throws PublicError BAD_USER_INPUT for times that cannot be read, out of order, or too many intervals.
 */
export function planIntervals(
  by: AggregateWidth,
  from: string | null | undefined,
  until: string | null | undefined,
  now: number,
): Intervals {
  const width = WIDTH_MS[by]
  const end = Math.ceil((until == null ? now : parseTime('until', until)) / width) * width
  const start = from == null ? end - DEFAULT_POINTS * width : Math.floor(parseTime('from', from) / width) * width
  const count = (end - start) / width
  if (count < 1) throw badInput('from', 'a time before until', from ?? '')
  if (count > MAX_AGGREGATE_POINTS)
    throw badInput('from', `at most ${MAX_AGGREGATE_POINTS} intervals up to until`, `${count} by ${by}`)
  return { start, width, count }
}

function parseTime(argument: string, text: string): number {
  const time = ISO.test(text) ? Date.parse(text) : Number.NaN
  // Years that PostgreSQL and JavaScript both know.
  if (!(time >= Date.UTC(1970, 0, 1) && time < Date.UTC(9999, 0, 1)))
    throw badInput(argument, 'an ISO 8601 date, or date and time with zone, e.g. 2026-01-31T00:00:00Z', text)
  return time
}
