import { badInput } from '../errors'

/**
 * Whether an interval holds at the end of a block: begun in it or before, and not ended in it or before. The log that
 * ends one and that begins the next may stand in the same block; then the next one holds.
 */
export function holdsAt(interval: { fromBlock: number; toBlock: number | null }, block: number): boolean {
  return interval.fromBlock <= block && (interval.toBlock === null || interval.toBlock > block)
}

/** Those of some intervals that hold at the end of a block; all of them where none is asked for. */
export function keepAt<Interval extends { fromBlock: number; toBlock: number | null }>(
  intervals: Interval[],
  block: number | null | undefined,
): Interval[] {
  const at = checkAt(block)
  return at === null ? intervals : intervals.filter((interval) => holdsAt(interval, at))
}

/** A block that intervals are asked for, null where none is. @throws PublicError BAD_USER_INPUT where it is none. */
export function checkAt(block: number | null | undefined): number | null {
  if (block != null && block < 0) throw badInput('at', 'a block, 0 or above', String(block))
  return block ?? null
}
