import { describe, expect, it } from 'vitest'
import type { Database } from '../db/database'
import { JudgedMark } from './judgedMark'

const STEP = 100

/** A history in which everything up to a block is judged, looked at a hundred blocks a step; `fails` is the step that breaks. */
function history(judgedTo: number, { fails }: { fails?: number } = {}) {
  let steps = 0
  const query = async (sql: string, [mark]: [number]) => {
    if (!sql.includes('with head')) return [{ block_hash: `0x${mark}` }]
    steps += 1
    if (steps === fails) throw new Error('the database is away')
    const lookedTo = Math.min(mark + STEP, judgedTo + 1)
    return [
      {
        lookedTo,
        firstWaiting: lookedTo > judgedTo ? judgedTo + 1 : null,
        isFull: lookedTo === mark + STEP,
        markHash: `0x${mark}`,
      },
    ]
  }
  return { mark: new JudgedMark({ query } as unknown as Database), steps: () => steps }
}

describe('the mark below which nothing waits', () => {
  it('goes on through a long history by itself, once it was asked for', async () => {
    const { mark, steps } = history(1_000)
    expect(await mark.get()).toBeLessThan(1_000)
    await expect.poll(steps).toBe(11)
    expect(await mark.get()).toBe(1_000)
  })

  it('stops before what waits, and looks again no more than once a second', async () => {
    const { mark, steps } = history(50)
    expect([await mark.get(), await mark.get(), await mark.get()]).toEqual([50, 50, 50])
    expect(steps()).toBe(1)
  })

  it('rests where a step fails, and keeps what it knew', async () => {
    const { mark, steps } = history(1_000, { fails: 3 })
    await mark.get()
    await expect.poll(steps).toBe(3)
    expect(await mark.get()).toBe(2 * STEP - 1)
  })

  it('tells who asks first that the database is away', async () => {
    await expect(history(1_000, { fails: 1 }).mark.get()).rejects.toThrow('the database is away')
  })
})
