import { VERIFIER_VERSION } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, setHeight, settlementId } from '../../testing/chain.js'
import { LOOKED_CHANNEL, putFirst } from './interest.js'
import { PRIORITY, queueFetchAt, queueJudgeByIds } from './jobs.js'
import { SWEEP_START, sweepBehind, sweepNew } from './sweep.js'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(() => bench.stop())

async function listPriorities(): Promise<Record<string, number>> {
  const { rows } = await bench.db.query<{ key: string; priority: number }>(
    "select key, priority from graphile_worker.jobs where key not like 'capture%' order by key",
  )
  return Object.fromEntries(rows.map(({ key, priority }) => [key, priority]))
}

const judgeKey = (n: number) => `judge:${settlementId(n)}`
const root = (digit: string) => `0x${digit.repeat(64)}` as const

describe('what a visitor looks at', () => {
  it('comes first, with the fetches that are due, keeps its place, and nothing is asked for sooner than it may', async () => {
    for (const n of [1, 2, 3]) await insertSettlement(bench.db, { n, block: n === 3 ? 90 : 10 })
    await insertAnchor(bench.db, { txSeq: 1, root: root('1'), size: 9, block: 11 })
    await insertAnchor(bench.db, { txSeq: 2, root: root('2'), size: 9, block: 12 })
    await setHeight(bench.db, 20)
    while (await sweepNew(bench.db));
    const later = new Date(Date.now() + 3_600_000)
    await queueFetchAt(bench.db, root('2'), later, 'replace')
    await putFirst(bench.db, [settlementId(2), settlementId(3), 'nonsense'], VERIFIER_VERSION)
    const first = {
      [judgeKey(1)]: PRIORITY.first,
      [judgeKey(2)]: PRIORITY.looked,
      [`fetch_trail:${root('1')}`]: PRIORITY.looked,
      [`fetch_trail:${root('2')}`]: PRIORITY.first,
    }
    expect(await listPriorities()).toEqual(first)
    await queueJudgeByIds(bench.db, [settlementId(1), settlementId(2)], PRIORITY.again)
    expect(await listPriorities()).toEqual(first)
    const { rows } = await bench.db.query('select run_at from graphile_worker.jobs where key = $1', [
      `fetch_trail:${root('2')}`,
    ])
    expect(rows[0]?.run_at).toEqual(later)
  })

  it('leaves alone what this verifier has judged; what another one judged waits behind what nobody did', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    const auditor = await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    await untilIdle(bench.db)
    await auditor.stop()
    await putFirst(bench.db, [settlementId(1)], VERIFIER_VERSION)
    expect(await listPriorities()).toEqual({})
    await insertSettlement(bench.db, { n: 2, block: 9 })
    await sweepBehind(bench.db, SWEEP_START, { verifier: 'newer', trust: 'other' })
    expect(await listPriorities()).toEqual({ [judgeKey(1)]: PRIORITY.again, [judgeKey(2)]: PRIORITY.first })
    await putFirst(bench.db, [settlementId(1)], 'newer')
    expect(await listPriorities()).toEqual({ [judgeKey(1)]: PRIORITY.looked, [judgeKey(2)]: PRIORITY.first })
  })

  it('is heard from a session that may only read', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    await untilIdle(bench.db)
    // Lost from the queue, and out of reach of the sweep behind for a while.
    await bench.db.query('delete from verdicts.current_verdict')
    const client = await bench.db.connect()
    await client.query('set default_transaction_read_only = on')
    await client.query('select pg_notify($1, $2)', [LOOKED_CHANNEL, `settlement:${settlementId(1)}`])
    await client.query('reset default_transaction_read_only')
    client.release()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
      10_000,
    )
  })
})
