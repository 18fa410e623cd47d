import { migrate } from '@touchstone/store/migrate'
import { runMigrations } from 'graphile-worker'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../testing/auditing.js'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})

afterAll(() => bench?.stop())

beforeEach(() => bench.db.query('drop schema if exists graphile_worker cascade'))

const atOnce = <T>(count: number, start: () => Promise<T>) => Promise.all(Array.from({ length: count }, start))

describe('several processes on a database that has no queue yet', () => {
  it('each start', async () => {
    const auditors = await atOnce(5, () => bench.start())
    const { rows } = await bench.db.query(
      'select count(*)::int as failed from graphile_worker.jobs where last_error is not null',
    )
    expect(rows).toEqual([{ failed: 0 }])
    await Promise.all(auditors.map((auditor) => auditor.stop()))
  })

  it('make it one after the other, since two that make a schema at once fail', async () => {
    let making = 0
    const seen: number[] = []
    const makeQueue = async () => {
      seen.push(++making)
      await runMigrations({ connectionString: bench.url })
      making--
    }
    await atOnce(8, () => migrate(bench.url, makeQueue))
    expect(seen).toEqual(Array(8).fill(1))
    expect((await bench.db.query('select from graphile_worker.migrations')).rowCount).toBeGreaterThan(0)
  })
})
