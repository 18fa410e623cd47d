/** Closed ranges of block numbers, ascending, neither touching nor overlapping. */
export type Intervals = readonly (readonly [number, number])[]

/** The union with [from, to]. */
export function addInterval(intervals: Intervals, from: number, to: number): Intervals {
  let [start, end] = [from, to]
  const before = intervals.filter(([, last]) => last < from - 1)
  const after = intervals.filter(([first]) => first > to + 1)
  for (const [first, last] of intervals.slice(before.length, intervals.length - after.length)) {
    start = Math.min(start, first)
    end = Math.max(end, last)
  }
  return [...before, [start, end], ...after]
}

export function uniteIntervals(one: Intervals, other: Intervals): Intervals {
  return other.reduce((union: Intervals, [from, to]) => addInterval(union, from, to), one)
}

/** Last block of the unbroken run that begins at `from`; `from - 1` where `from` itself is not in it. */
export function endOfRun(intervals: Intervals, from: number): number {
  const found = intervals.find(([first, last]) => first <= from && from <= last)
  return found ? found[1] : from - 1
}

/** First block from `from` on that is in any of the ranges; undefined where none is. */
export function nextCovered(intervals: Intervals, from: number): number | undefined {
  const found = intervals.find(([, last]) => last >= from)
  return found && Math.max(found[0], from)
}
