import { RestError } from '../rest/restError'

export const DAY_MS = 86_400_000

/** A UTC day as `yyyy-mm-dd` with its bounds in milliseconds. */
export interface Day {
  name: string
  from: number
  until: number
}

/** @returns undefined where the text is no day of the calendar. */
export function parseDay(name: string): Day | undefined {
  const from = /^\d{4}-\d{2}-\d{2}$/.test(name) ? Date.parse(`${name}T00:00:00Z`) : Number.NaN
  const isDay = Number.isFinite(from) && new Date(from).toISOString().slice(0, 10) === name
  return isDay ? { name, from, until: from + DAY_MS } : undefined
}

/** First and last whole day of a data set; undefined where there is none. */
export interface Extent {
  first: string
  last: string
}

export function toExtent(first: Date | null, knownTo: Date | null): Extent | undefined {
  if (!first || !knownTo) return undefined
  const last = new Date(Math.floor(knownTo.getTime() / DAY_MS) * DAY_MS - DAY_MS).toISOString().slice(0, 10)
  const begin = first.toISOString().slice(0, 10)
  return begin <= last ? { first: begin, last } : undefined
}

/** @throws RestError NOT_FOUND where the day is not over for this data set. */
export function requireWhole(dataset: string, day: Day, extent: Extent | undefined): void {
  if (extent && day.name <= extent.last && day.name >= extent.first) return
  const known = extent ? `whole days are ${extent.first} to ${extent.last}` : 'no day is whole yet'
  throw new RestError('NOT_FOUND', `No export of ${dataset} for ${day.name}: ${known}.`, { days: extent ?? null })
}

/**
 * Least whole number in [low, high] from which on a condition holds, for one that never stops holding; high where it holds
 * nowhere below.
 */
export async function searchFirst(low: number, high: number, holds: (n: number) => Promise<boolean>): Promise<number> {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (await holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}
