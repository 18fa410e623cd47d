import { describe, expect, it } from 'vitest'
import { nextRoundAt } from './backoff.js'

const at = new Date(1_700_000_000_000)
const pause = (rounds: number, spread = 0) => (nextRoundAt(at, rounds, 60, spread).getTime() - at.getTime()) / 1000

describe('nextRoundAt', () => {
  it('goes from a minute by doubling to a day, and stays there', () => {
    expect([1, 2, 3, 4].map((rounds) => pause(rounds))).toEqual([60, 120, 240, 480])
    expect([12, 50, 5_000].map((rounds) => pause(rounds))).toEqual([86_400, 86_400, 86_400])
  })

  it('spreads returns over a tenth of the pause', () => {
    expect(pause(1, 1)).toBeCloseTo(66)
  })
})
