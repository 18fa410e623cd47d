import { trustHash, VERIFIER_VERSION } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, listShares, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, settlementId, trailOf } from '../../testing/chain.js'
import { SWEEP_START, sweepBehind, sweepNew } from './sweep.js'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(() => bench.stop())

const fitness = () => ({ verifier: VERIFIER_VERSION, trust: trustHash(bench.network.trust) })

/** Apart from captures of reports, which have tests of their own. */
async function listJobs(): Promise<string[]> {
  const { rows } = await bench.db.query<{ key: string }>(
    "select key from graphile_worker.jobs where key not like 'capture%' order by key",
  )
  return rows.map(({ key }) => key)
}

/** Judges everything there is, then leaves the database to the test. */
async function auditOnce(settlements: number) {
  const auditor = await bench.start()
  await until(
    () => listCurrent(bench.db),
    (rows) => rows.length === settlements,
  )
  await untilIdle(bench.db)
  await auditor.stop()
}

describe('sweepNew', () => {
  it('queues what became final, once, in pages', async () => {
    for (let n = 0; n < 25; n += 1) await insertSettlement(bench.db, { n, block: 10 + n })
    await insertAnchor(bench.db, { txSeq: 1, root: `0x${'1'.repeat(64)}`, size: 1, block: 10 })
    await insertAnchor(bench.db, {
      txSeq: 2,
      root: `0x${'2'.repeat(64)}`,
      size: 1,
      block: 10,
      payer: null,
      provider: null,
    })
    await setHeight(bench.db, 19)
    expect(await sweepNew(bench.db, 4)).toBe(true)
    expect((await listJobs()).filter((key) => key.startsWith('judge'))).toHaveLength(4)
    while (await sweepNew(bench.db, 4));
    expect(await listJobs()).toEqual([
      `fetch_trail:0x${'1'.repeat(64)}`,
      ...Array.from({ length: 10 }, (_, n) => `judge:${settlementId(n)}`),
    ])
    await bench.db.query('delete from graphile_worker._private_jobs')
    await sweepNew(bench.db)
    expect(await listJobs()).toEqual([])
    await setHeight(bench.db, 21)
    await sweepNew(bench.db)
    expect(await listJobs()).toEqual([10, 11].map((n) => `judge:${settlementId(n)}`))
  })

  it('starts over when the facts were rebuilt', async () => {
    await insertSettlement(bench.db, { n: 1, block: 3 })
    await setHeight(bench.db, 90)
    await sweepNew(bench.db)
    await bench.db.query('delete from graphile_worker._private_jobs')
    await setHeight(bench.db, 5)
    await sweepNew(bench.db)
    expect(await listJobs()).toEqual([`judge:${settlementId(1)}`])
  })
})

describe('sweepBehind', () => {
  it('finds what no event announced, and nothing where all is well', async () => {
    const bytes = trailOf(recordsOf(1))
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertAnchor(bench.db, { txSeq: 5, root: bench.nodes[0].add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(bench.db, 10)
    await auditOnce(1)
    await sweepBehind(bench.db, SWEEP_START, fitness())
    expect(await listJobs()).toEqual([])
    await insertSettlement(bench.db, { n: 2, block: 9 })
    await insertAnchor(bench.db, { txSeq: 6, root: `0x${'6'.repeat(64)}`, size: 9, block: 9 })
    await sweepBehind(bench.db, SWEEP_START, fitness())
    expect(await listJobs()).toEqual([`fetch_trail:0x${'6'.repeat(64)}`, `judge:${settlementId(2)}`])
  })

  it.each([
    ['verifier', { verifier: 'another' }],
    ['trust material', { trust: 'another' }],
  ])('has everything judged again under another %s', async (_name, change) => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await auditOnce(1)
    await sweepBehind(bench.db, SWEEP_START, { ...fitness(), ...change })
    expect(await listJobs()).toEqual([`judge:${settlementId(1)}`])
  })

  it('takes a verdict out of force and out of the shares when its settlement is gone for good, and back', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertSettlement(bench.db, { n: 2, block: 11 })
    await setHeight(bench.db, 20)
    await auditOnce(2)
    await bench.db.query('delete from settlement where id = $1', [settlementId(1)])
    await setHeight(bench.db, 9)
    await sweepBehind(bench.db, SWEEP_START, fitness())
    expect(await listCurrent(bench.db)).toHaveLength(2)
    await setHeight(bench.db, 20)
    await sweepBehind(bench.db, SWEEP_START, fitness())
    expect((await listCurrent(bench.db)).map((row) => row.settlement_id)).toEqual([settlementId(2)])
    expect((await listShares(bench.db)).map(({ settlements }) => settlements)).toEqual(Array(6).fill('1'))
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await sweepBehind(bench.db, SWEEP_START, fitness())
    await auditOnce(2)
    expect((await listCurrent(bench.db)).map(({ verdicts }) => verdicts)).toEqual([1, 1])
    expect((await listShares(bench.db)).map(({ settlements }) => settlements)).toEqual(Array(6).fill('2'))
  })
})
