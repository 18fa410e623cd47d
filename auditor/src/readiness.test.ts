import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../testing/auditing.js'
import { insertSettlement, setHeight } from '../testing/chain.js'
import { sweepNew } from './queue/sweep.js'
import { createReadiness } from './readiness.js'

let bench: Bench | undefined

afterEach(async () => {
  await bench?.stop()
  bench = undefined
})

describe('readiness', () => {
  it('ends while final blocks lie before a sweep that stands, and comes back when it moves', async () => {
    bench = await openBench()
    let now = 0
    const readiness = createReadiness(
      bench.db,
      () => undefined,
      () => now,
    )
    await insertSettlement(bench.db, { n: 1, block: 3 })
    await setHeight(bench.db, 9)
    expect(await readiness.listProblems()).toEqual([])
    now += 59_000
    expect(await readiness.listProblems()).toEqual([])
    now += 2_000
    expect(await readiness.listProblems()).toEqual(['sweep: stands at block -1 for 61 s while block 9 is final'])
    while (await sweepNew(bench.db));
    expect(await readiness.listProblems()).toEqual([])
    now += 600_000
    // Nothing is final that was not swept: standing is right.
    expect(await readiness.listProblems()).toEqual([])
  })

  it('names a database that is away, what the log says, and the end of the process', async () => {
    const pool = new pg.Pool({ connectionString: 'postgres://x@127.0.0.1:1/x' })
    const readiness = createReadiness(pool, () => 'why')
    readiness.drain()
    const problems = await readiness.listProblems()
    expect(problems).toEqual([
      'draining: the process is stopping',
      expect.stringMatching(/^database: .*ECONNREFUSED/),
      'log: not published: why',
    ])
    await pool.end()
  })
})
