import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Queryable } from '../database.js'
import { createHourCounting } from './hourCounting.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A database that counts these numbers of hours, one a call, each in `tookMs`, and then none. */
function counting(tookMs: number, ...hours: number[]) {
  const query = vi.fn(async () => {
    vi.advanceTimersByTime(tookMs)
    return { rows: [{ hours: hours.shift() ?? 0 }] }
  })
  return { query, db: { query } as unknown as Queryable }
}

it('rests nineteen times what a count took', async () => {
  const { query, db } = counting(100)
  const turn = createHourCounting(db, () => false)
  await turn()
  vi.advanceTimersByTime(1_899)
  await turn()
  expect(query).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  await turn()
  expect(query).toHaveBeenCalledTimes(2)
})

it('rests half a minute at most', async () => {
  const { query, db } = counting(10_000)
  const turn = createHourCounting(db, () => false)
  await turn()
  vi.advanceTimersByTime(30_000)
  await turn()
  expect(query).toHaveBeenCalledTimes(2)
})

it('counts what lies behind in one turn, and no further once the process stops', async () => {
  const { query, db } = counting(1, 48, 48, 7)
  await createHourCounting(db, () => false)()
  expect(query).toHaveBeenCalledTimes(3)
  const stopped = counting(1, 48)
  await createHourCounting(stopped.db, () => true)()
  expect(stopped.query).not.toHaveBeenCalled()
})
