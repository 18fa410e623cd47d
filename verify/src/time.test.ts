import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toText, toTime } from './time.js'

const FIRST = Date.UTC(1950, 0, 1) / 1000
const LAST = Date.UTC(9999, 11, 31) / 1000

it('writes and reads every second as the platform does', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: LAST }), (seconds) => {
      const text = toText(seconds * 1000)
      expect(text).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''))
      expect(toTime(text.split(/[-T:Z]/, 6).map(Number))).toBe(seconds * 1000)
    }),
    { numRuns: 2000 },
  )
})

it('knows no second that the calendar does not have', () => {
  const odd = [
    [2026, 2, 29, 0, 0, 0],
    [1900, 2, 29, 0, 0, 0],
    [2026, 13, 1, 0, 0, 0],
    [2026, 0, 1, 0, 0, 0],
    [2026, 4, 31, 0, 0, 0],
    [2026, 1, 0, 0, 0, 0],
    [2026, 1, 1, 24, 0, 0],
    [2026, 1, 1, 0, 60, 0],
    [2026, 1, 1, 0, 0, 60],
    [1949, 1, 1, 0, 0, 0],
    [Number.NaN, 1, 1, 0, 0, 0],
  ]
  expect(odd.map(toTime)).toEqual(odd.map(() => null))
  expect(toTime([2000, 2, 29, 0, 0, 0])).toBe(Date.UTC(2000, 1, 29))
})
