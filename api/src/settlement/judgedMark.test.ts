import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../db/database'
import { startTestApi, type TestApi } from '../testing/api'
import { settlement } from '../testing/facts'
import { address, hash, type Row, Rows } from '../testing/rows'
import { JudgedMark } from './judgedMark'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())
beforeEach(clear)

async function clear() {
  await api.rows.client.query('delete from settlement')
  await api.rows.client.query('truncate verdicts.current_verdict, verdicts.verdict, verdicts.log_pending cascade')
  await api.rows.setHeights(0)
}

/** What waits, found by looking at every settlement. */
async function searchWaiting(): Promise<Row[]> {
  const { rows } = await api.rows.client.query(`
    select s.id as settlement_id, s.block_number, s.block_hash, s.block_time from settlement s
    where s.accepted and not exists (
      select from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
      where c.settlement_id = s.id and v.block_hash = s.block_hash) order by s.id`)
  return rows
}

/** What is kept of them, once their number was found to be the sum of its changes. */
async function keptWaiting(): Promise<Row[]> {
  const { rows } = await api.rows.client.query('select * from derived.waiting order by settlement_id')
  const { rows: sums } = await api.rows.client.query(
    'select coalesce(sum(number), 0)::int as n from derived.waiting_change',
  )
  expect(sums[0].n).toBe(rows.length)
  return rows
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      rows: fc.integer({ min: 1, max: 3 }),
      refused: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('judge' as const), at: fc.nat(20), stale: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reorg' as const), drop: fc.nat(4), move: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fold' as const) }) },
)

class History {
  private known: Row[] = []
  private block = 0
  private forks = 0

  async apply(each: typeof step extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
    const { client } = api.rows
    switch (each.kind) {
      case 'settle': {
        const refused = each.refused ? { status: 4, accepted: false, settled_amount: '0' } : {}
        const rows = Array.from({ length: each.rows }, () => {
          this.block += 1
          return settlement(address('p'), address('s'), this.block, refused)
        })
        await api.rows.insert('settlement', ...rows)
        this.known.push(...rows)
        return
      }
      case 'judge': {
        const row = this.at(each.at)
        // A verdict can come when the settlement has moved to another block.
        if (row?.accepted) await api.rows.judge(each.stale ? { ...row, block_hash: hash('gone') } : row, 'paid', {})
        return
      }
      case 'reorg': {
        const gone = this.known.splice(Math.max(0, this.known.length - each.drop))
        await client.query('delete from settlement where id = any($1)', [gone.map(({ id }) => id)])
        for (const row of gone.slice(0, each.move)) {
          const moved = { ...row, block_hash: this.fork() }
          await api.rows.insert('settlement', moved)
          this.known.push(moved)
        }
        return
      }
      case 'move': {
        const row = this.at(each.at)
        if (!row) return
        row.block_hash = this.fork()
        await client.query('update settlement set block_hash = $2 where id = $1', [row.id, row.block_hash])
        return
      }
      case 'retire':
        await client.query('delete from verdicts.current_verdict where settlement_id = $1', [this.at(each.at)?.id])
        return
      case 'fold':
        await client.query('select derived.settle_waiting(1)')
        expect((await client.query('select from derived.waiting_change')).rowCount).toBeLessThanOrEqual(1)
    }
  }

  private at(index: number): Row | undefined {
    return this.known[index % Math.max(1, this.known.length)]
  }

  private fork(): string {
    this.forks += 1
    return hash(`fork${this.forks}`)
  }
}

describe('what waits', () => {
  it('is what a search of all settlements finds, whatever was settled, judged, superseded or orphaned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await clear()
        const history = new History()
        for (const each of steps) {
          await history.apply(each)
          expect(await keptWaiting()).toEqual(await searchWaiting())
        }
      }),
      { numRuns: 30 },
    )
  })

  it('is set right by the next look where a verdict and an orphaned block come at once', async () => {
    const row = settlement(address('p'), address('s'), 1)
    await api.rows.insert('settlement', row)
    const other = await Rows.connect(api.databaseUrl)
    try {
      await api.rows.client.query('begin')
      await api.rows.client.query('delete from settlement where id = $1', [row.id])
      await api.rows.insert('settlement', row)
      // Waits for the row that the other transaction removed, and does not see the one that it made.
      const judged = other.judge(row, 'paid', {})
      await expect.poll(isBlocked).toBe(true)
      await api.rows.client.query('commit')
      await judged
    } finally {
      await other.close()
    }
    expect(await searchWaiting()).toEqual([])
    await api.rows.client.query('select derived.settle_waiting(1000)')
    expect(await keptWaiting()).toEqual([])
  })

  it('looks up each by its keys, also by a plan that was made while nothing waited', async () => {
    const { client } = api.rows
    await client.query('vacuum analyze derived.waiting')
    await client.query('vacuum analyze verdicts.current_verdict')
    const [first, ...others] = Array.from({ length: 40 }, (_, n) => settlement(address('p'), address('s'), n + 1))
    // The session's plans are made here.
    await client.query('discard plans')
    await api.rows.insert('settlement', first as Row)
    const before = await countRead()
    await api.rows.insert('settlement', ...others)
    await client.query('delete from settlement where id = $1', [others[5]?.id])
    expect(await countRead()).toBe(before)
    expect(await keptWaiting()).toHaveLength(39)
  })
})

/** Rows of what waits and of verdicts that the session has read in sequence. */
async function countRead(): Promise<number> {
  await api.rows.client.query('select pg_stat_force_next_flush()')
  const { rows } = await api.rows.client.query(
    `select sum(seq_tup_read)::int as n from pg_stat_all_tables where relname in ('waiting', 'current_verdict')`,
  )
  return rows[0].n
}

async function isBlocked(): Promise<boolean> {
  const { rows } = await api.rows.client.query('select exists (select from pg_locks where not granted) as blocked')
  return rows[0].blocked
}

describe('the mark below which nothing waits', () => {
  const read = () => new JudgedMark(api.api.services.database).get()

  it('stands before the first that waits, and no further than what is final', async () => {
    const rows = [1, 2, 3, 4].map((block) => settlement(address('p'), address('s'), block))
    await api.rows.insert('settlement', ...rows)
    await api.rows.setHeights(3)
    expect(await read()).toBe(0)
    for (const row of rows.slice(0, 2)) await api.rows.judge(row, 'paid', {})
    expect(await read()).toBe(2)
    for (const row of rows.slice(2)) await api.rows.judge(row, 'paid', {})
    expect(await read()).toBe(3)
    await api.rows.client.query('delete from verdicts.current_verdict where settlement_id = $1', [rows[1]?.id])
    expect(await read()).toBe(1)
  })

  it('is read once a second for any number of readers', async () => {
    let reads = 0
    const query = async () => {
      reads += 1
      return [{ mark: 7 }]
    }
    const mark = new JudgedMark({ query } as unknown as Database)
    expect(await Promise.all([mark.get(), mark.get(), mark.get()])).toEqual([7, 7, 7])
    expect(await mark.get()).toBe(7)
    expect(reads).toBe(1)
  })

  it('tells who asks that the database is away, and asks it again', async () => {
    let isAway = true
    const query = async () => {
      if (isAway) throw new Error('the database is away')
      return [{ mark: 7 }]
    }
    const mark = new JudgedMark({ query } as unknown as Database)
    await expect(mark.get()).rejects.toThrow('the database is away')
    isAway = false
    expect(await mark.get()).toBe(7)
  })
})
