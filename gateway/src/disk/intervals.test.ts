import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addInterval, endOfRun, type Intervals, nextCovered } from './intervals.js'

const MAX = 40
const ranges = fc.array(
  fc.tuple(fc.nat(MAX), fc.nat(6)).map(([from, length]) => [from, from + length] as const),
  { maxLength: 12 },
)

describe('intervals', () => {
  it('hold exactly the blocks that were added, in as few ranges as possible', () => {
    fc.assert(
      fc.property(ranges, (added) => {
        const intervals = added.reduce((all: Intervals, [from, to]) => addInterval(all, from, to), [])
        const has = (block: number) => added.some(([from, to]) => from <= block && block <= to)
        for (let block = 0; block <= MAX + 8; block++) {
          let end = block - 1
          while (has(end + 1)) end++
          expect(endOfRun(intervals, block)).toBe(end)
          let next = block
          while (next <= MAX + 8 && !has(next)) next++
          expect(nextCovered(intervals, block)).toBe(has(next) ? next : undefined)
        }
        for (const [n, [from]] of intervals.entries()) {
          const before = intervals[n - 1]
          if (before) expect(from).toBeGreaterThan(before[1] + 1)
        }
      }),
    )
  })
})
