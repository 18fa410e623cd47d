import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateLimit } from './rateLimit.js'

describe('the rate limit', () => {
  it('never lets more calls through than the rate and one second of burst allow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(400), { maxLength: 60 }), (rate, gaps) => {
        let now = 0
        const limit = new RateLimit(rate, () => now)
        let sent = 0
        for (const gap of gaps) {
          now += gap
          const calls = Math.min(limit.burst, 1 + (gap % 7))
          now += limit.take(calls)
          sent += calls
          expect(sent).toBeLessThanOrEqual(rate + (rate * now) / 1000 + 1e-6)
        }
      }),
    )
  })

  it('is none where none is set', () => {
    const limit = new RateLimit(undefined)
    expect(limit.burst).toBe(Number.POSITIVE_INFINITY)
    expect(limit.take(1_000_000)).toBe(0)
  })
})
