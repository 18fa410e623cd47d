import { describe, expect, it } from 'vitest'
import { nextLookAt, nextRoundAt } from './backoff.js'

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

describe('nextLookAt', () => {
  const now = new Date(1_000_000_000)
  const secondsAfter = (age: number | undefined) => {
    const verdictAt = age === undefined ? undefined : new Date(now.getTime() - age * 1000)
    return (nextLookAt(now, verdictAt, 60).getTime() - now.getTime()) / 1000
  }

  it('doubles the age of the verdict, from the base up to an hour', () => {
    expect([undefined, 0, 59, 61, 600, 3_600, 1_000_000].map(secondsAfter)).toEqual([60, 60, 60, 61, 600, 3_600, 3_600])
  })

  it('never lies in the past, also where clocks differ', () => {
    expect(secondsAfter(-50)).toBe(60)
  })
})
