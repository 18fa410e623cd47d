import type { Hex } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, trailOf } from '../../testing/chain.js'
import { SWEEP_START, sweepBehind } from './sweep.js'

const TRAIL = trailOf(recordsOf(1))
const CHUNK_BYTES = 8 * 2 ** 30

let bench: Bench
let root: Hex

beforeEach(async () => {
  bench = await openBench()
  for (const node of bench.nodes) {
    root = node.add(5, TRAIL)
    node.behaviour = 'pruned'
  }
  bench.network.storage.termDays = 1
  await insertSettlement(bench.db, { n: 1, block: 10 })
  await insertAnchor(bench.db, { txSeq: 5, root, size: TRAIL.length, block: 10 })
  await setHeight(bench.db, 30)
})
afterEach(() => bench.stop())

/** Somebody's file that fills the chunk; without it the term does not begin. */
const fillChunk = () =>
  insertAnchor(bench.db, {
    txSeq: 6,
    root: `0x${'66'.repeat(32)}`,
    size: CHUNK_BYTES,
    block: 11,
    payer: null,
    provider: null,
  })

const listJobs = async () =>
  (await bench.db.query("select key from graphile_worker.jobs where key like 'fetch_trail%'")).rows

const untilUnavailable = () =>
  until(
    () => listCurrent(bench.db),
    ([row]) => row?.opening === 'unavailable',
  )

describe('a root whose storage term is over', () => {
  it('is not asked for again, is shown with the day, accuses nobody, and comes back when it is submitted anew', async () => {
    await fillChunk()
    await bench.start()
    const [row] = await untilUnavailable()
    expect(row?.outcome).toBe('unavailable')
    expect(row?.body).toContain('Could not be checked: storage term ended on 2026-01-02')
    await untilIdle(bench.db)
    await sweepBehind(bench.db, SWEEP_START, { verifier: '', trust: '' })
    expect(await listJobs()).toEqual([])
    const { rows } = await bench.db.query(
      'select source, outcome, detail from verdicts.fetch_attempt order by id desc limit 1',
    )
    expect(rows).toEqual([{ source: 'chain', outcome: 'expired', detail: 'storage term ended on 2026-01-02' }])
    for (const node of bench.nodes) node.behaviour = 'honest'
    await insertAnchor(bench.db, { txSeq: 5_000, root, size: TRAIL.length, block: 31, time: new Date() })
    for (const node of bench.nodes) node.add(5_000, TRAIL)
    await setHeight(bench.db, 31)
    await until(
      () => listCurrent(bench.db),
      ([current]) => current?.opening === 'pass',
    )
  })

  it('goes on while its chunk is not full, or while no source answers', async () => {
    const auditor = await bench.start({ RETRY_BASE_SECONDS: 600 })
    await untilUnavailable()
    expect(await listJobs()).toHaveLength(1)
    await auditor.stop()
    await fillChunk()
    for (const node of bench.nodes) node.behaviour = 'server-error'
    await bench.db.query("update verdicts.fetch_attempt set finished_at = now() - interval '1 day'")
    await bench.db.query('update graphile_worker._private_jobs set run_at = now()')
    await bench.start({ RETRY_BASE_SECONDS: 600 })
    await until(
      async () =>
        (await bench.db.query("select from verdicts.fetch_attempt where finished_at > now() - interval '1 hour'"))
          .rowCount,
      (count) => (count ?? 0) > 0,
    )
    await until(listJobs, (jobs) => jobs.length === 1)
    expect((await listCurrent(bench.db))[0]?.body).not.toContain('storage term')
  })
})
