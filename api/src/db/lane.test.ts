import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { Client, Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Lane, type Outcome } from './lane'

let postgres: TestPostgres
let pool: Pool
let checkedOut: number

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(() => {
  pool = new Pool({ connectionString: postgres.url, max: 4 })
  checkedOut = 0
  pool.on('acquire', () => {
    checkedOut += 1
  })
})
afterEach(() => pool.end())

const laneOf = (size: number, together: number, of = pool) =>
  new Lane(of, { size, together, toReason: (error) => (error as Error).message })

const ask = (lane: Lane, ...texts: string[]) =>
  lane.run(texts.map((sql) => ({ sql, values: [], name: `${sql.length} ${sql}`.slice(0, 60) })))

const numbers = (outcomes: Outcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value[0]?.n : outcome.reason))

describe('jobs that wait for a connection', () => {
  it('go together over the next free one, each to its own answer', async () => {
    const lane = laneOf(1, 8)
    const asked = [1, 2, 3, 4, 5, 6].map((n) => ask(lane, `select ${n} as n`, `select ${n * 10} as n`))
    const answers = await Promise.all(asked)
    expect(answers.map(numbers)).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, n * 10]))
    // The first found it free.
    expect(checkedOut).toBe(2)
  })

  it('go in equal shares, and no more at once than may', async () => {
    const shared = laneOf(2, 8)
    await Promise.all(Array.from({ length: 8 }, (_, n) => ask(shared, `select ${n} as n`)))
    // Two at once, then three of six, and of what was left one half each.
    expect(checkedOut).toBeGreaterThanOrEqual(4)
    checkedOut = 0
    const alone = laneOf(2, 1)
    await Promise.all(Array.from({ length: 8 }, (_, n) => ask(alone, `select ${n} as n`)))
    expect(checkedOut).toBe(8)
  })

  it('do not wait for those behind them', async () => {
    const holder = new Client({ connectionString: postgres.url })
    await holder.connect()
    await holder.query('select pg_advisory_lock(7)')
    const lane = laneOf(1, 8)
    const first = ask(lane, 'select 1 as n')
    const quick = ask(lane, 'select 2 as n')
    let isHeld = true
    const slow = ask(lane, 'select pg_advisory_lock(7)').then((outcomes) => {
      expect(isHeld).toBe(false)
      return outcomes
    })
    await first
    expect(numbers(await quick)).toEqual([2])
    isHeld = false
    await holder.query('select pg_advisory_unlock(7)')
    expect((await slow)[0]?.status).toBe('fulfilled')
    await holder.end()
  })

  it('fail alone', async () => {
    const lane = laneOf(1, 8)
    const asked = [
      ask(lane, 'select 1 as n'),
      ask(lane, 'select 2 as n', 'select 1 / 0 as n', 'select 3 as n'),
      ask(lane, 'select 4 as n'),
      ask(lane, 'select nothing as n'),
      ask(lane, 'select 5 as n'),
    ]
    expect((await Promise.all(asked)).map(numbers)).toEqual([
      [1],
      [2, 'division by zero', 3],
      [4],
      ['column "nothing" does not exist'],
      [5],
    ])
  })

  it('are all told that there is no database', async () => {
    const nowhere = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
    const lane = laneOf(1, 8, nowhere)
    const outcomes = await Promise.all([ask(lane, 'select 1'), ask(lane, 'select 1', 'select 2')])
    expect(outcomes.map(numbers)).toEqual([
      [expect.stringContaining('ECONNREFUSED')],
      [expect.stringContaining('ECONNREFUSED'), expect.stringContaining('ECONNREFUSED')],
    ])
    await nowhere.end()
  })
})
