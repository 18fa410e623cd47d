import { describe, expect, it } from 'vitest'
import type { Asked } from './database'
import { Turns } from './turns'

/** A database that answers each statement with its text, and fails those that say so. */
function startTurns() {
  const seen: string[][] = []
  const runAll = async (turn: readonly Asked[]): Promise<PromiseSettledResult<Record<string, unknown>[]>[]> => {
    seen.push(turn.map(({ sql }) => sql))
    return turn.map(({ sql }) =>
      sql === 'fail' ? { status: 'rejected', reason: new Error('no') } : { status: 'fulfilled', value: [{ sql }] },
    )
  }
  return { turns: new Turns({ runAll }), seen }
}

describe('turns', () => {
  it('ask together what is asked at once, then together what follows from it', async () => {
    const { turns, seen } = startTurns()
    const chain = async (...names: string[]) => {
      for (const name of names) await turns.query(name)
    }
    await Promise.all([chain('a', 'b', 'c'), chain('d', 'e'), Promise.resolve().then(() => chain('f'))])
    expect(seen).toEqual([['a', 'd', 'f'], ['b', 'e'], ['c']])
  })

  it('fail one statement alone, and go on', async () => {
    const { turns } = startTurns()
    const [good, bad] = await Promise.allSettled([turns.query('good'), turns.query('fail')])
    expect(good).toEqual({ status: 'fulfilled', value: [{ sql: 'good' }] })
    expect(bad.status).toBe('rejected')
    expect(await turns.query('later')).toEqual([{ sql: 'later' }])
  })

  it('pass on to everybody that a turn could not be run', async () => {
    const turns = new Turns({ runAll: () => Promise.reject(new Error('away')) })
    const ends = await Promise.allSettled([turns.query('a'), turns.query('b')])
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(turns.query('c')).rejects.toThrow('away')
  })
})
