import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPause } from './backoff.js'

describe('nextPause', () => {
  it('doubles from half a second to thirty', () => {
    const pauses: number[] = []
    let failures = 0
    for (let n = 0; n < 8; n++) {
      const next = nextPause(failures, 1_000)
      failures = next.failures
      pauses.push(next.pauseMs)
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('starts again after a stable minute, whatever came before', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 60_000 }), (failures, ranMs) => {
        expect(nextPause(failures, ranMs)).toEqual({ failures: 1, pauseMs: 500 })
      }),
    )
  })
})
