import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { OUTCOMES, QUESTIONS, STATUSES, type Status } from '@touchstone/verify'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listShares } from '../../testing/auditing.js'
import { inTransaction } from '../database.js'
import { rebuildShares } from './shares.js'
import { insertVerdict, type NewVerdict, putInForce, takeOutOfForce } from './verdictRows.js'

let postgres: TestPostgres
let pool: pg.Pool

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  pool = new pg.Pool({ connectionString: postgres.url })
})

afterAll(async () => {
  await pool?.end()
  await postgres?.stop()
})

const address = fc.constantFrom(`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`)
const statuses = fc
  .tuple(...QUESTIONS.map(() => fc.constantFrom(...STATUSES)))
  .map((list) => Object.fromEntries(QUESTIONS.map((question, at) => [question, list[at]])) as NewVerdict['statuses'])

const step = fc.record({
  settlement: fc.nat(5),
  action: fc.constantFrom('judge', 'judge', 'judge', 'retire'),
  outcome: fc.constantFrom(...OUTCOMES),
  statuses,
  placement: fc.record({
    payer: address,
    provider: address,
    amount: fc.bigInt(0n, 10n ** 30n),
    // Hours at both ends of a day, and days later.
    blockTime: fc.oneof(fc.nat(5 * 3_600_000), fc.integer({ min: 22 * 3_600_000, max: 72 * 3_600_000 })),
    blockNumber: fc.nat(1_000),
  }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function apply({ settlement, action, outcome, statuses, placement }: Step) {
  await inTransaction(pool, async (db) => {
    const settlementId = `s${settlement}`
    if (action === 'retire') return takeOutOfForce(db, settlementId)
    const verdict: NewVerdict = {
      settlementId,
      inputs: 'x',
      outcome,
      fault: undefined,
      statuses,
      body: '{}',
      signature: '',
      keyId: '',
      verifier: '',
    }
    await putInForce(db, settlementId, { ...verdict, ...(await insertVerdict(db, verdict, null)) }, placement)
  })
}

/** What each payer settled by day, in the order of its key. */
async function listDays(): Promise<Record<string, unknown>[]> {
  return (await pool.query('select * from verdicts.payer_day order by 1, 2, 3, 4')).rows
}

/** The same from the shares by hour, and the outcomes from the verdicts in force. */
async function countDays(): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query(`
    select payer, date_trunc('day', hour, 'UTC') as day, question, status, sum(settlements)::bigint as settlements, sum(amount) as amount
      from verdicts.share_rollup group by 1, 2, 3, 4
    union all
    select payer, date_trunc('day', hour, 'UTC'), 'outcome', outcome, count(*), sum(amount)
      from verdicts.current_verdict where outcome <> 'rejected' group by 1, 2, 3, 4
    order by 1, 2, 3, 4`)
  return rows
}

async function clear() {
  await pool.query('truncate verdicts.verdict, verdicts.current_verdict, verdicts.share_rollup cascade')
}

describe('shares', () => {
  it('moved verdict by verdict are those rebuilt from the verdicts in force, and never count below one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await clear()
        for (const each of steps) await apply(each)
        const moved = await listShares(pool)
        const days = await listDays()
        expect([...moved, ...days].every((row) => Number(row.settlements) > 0)).toBe(true)
        await rebuildShares(pool)
        expect(await listShares(pool)).toEqual(moved)
        expect(await listDays()).toEqual(days)
        expect(await countDays()).toEqual(days)
      }),
      { numRuns: 40 },
    )
  })

  it('come out right when many settlements move at the same time', async () => {
    await clear()
    const all = (status: Status) => Object.fromEntries(QUESTIONS.map((id) => [id, status])) as NewVerdict['statuses']
    const placement = { payer: '0x01' as const, provider: '0x02' as const, amount: 5n, blockTime: 0, blockNumber: 1 }
    const judged = (settlement: number, status: Status): Step => ({
      settlement,
      action: 'judge',
      outcome: 'paid',
      statuses: all(status),
      placement,
    })
    await Promise.all(Array.from({ length: 30 }, (_, n) => apply(judged(n, n % 2 ? 'pass' : 'absent'))))
    await Promise.all(Array.from({ length: 30 }, (_, n) => apply(judged(n, n % 2 ? 'absent' : 'pass'))))
    expect(await listShares(pool)).toEqual(
      [...QUESTIONS]
        .sort()
        .flatMap((question) =>
          ['absent', 'pass'].map((status) =>
            expect.objectContaining({ question, status, settlements: '15', amount: '75' }),
          ),
        ),
    )
    expect(await countDays()).toEqual(await listDays())
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => apply({ ...judged(n, 'pass'), action: n % 2 ? 'retire' : 'judge' })),
    )
    const days = await listDays()
    expect(days).toEqual(await countDays())
    expect(days).toContainEqual(
      expect.objectContaining({ question: 'outcome', status: 'paid', settlements: '15', amount: '75' }),
    )
  })

  it('have no place for a refused item', async () => {
    await clear()
    const placement = { payer: '0x01' as const, provider: '0x02' as const, amount: 0n, blockTime: 0, blockNumber: 1 }
    const cells = Object.fromEntries(QUESTIONS.map((id) => [id, 'absent'])) as NewVerdict['statuses']
    await apply({ settlement: 1, action: 'judge', outcome: 'rejected', statuses: cells, placement })
    expect(await listShares(pool)).toEqual([])
    expect(await listDays()).toEqual([])
  })
})
