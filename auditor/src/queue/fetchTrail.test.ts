import { type Hex, storageRoot } from '@touchstone/verify'
import { afterEach, beforeEach, it } from 'vitest'
import { type Bench, listCurrent, openBench, until } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, trailOf } from '../../testing/chain.js'

const TRAIL = trailOf(recordsOf(1))

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.stop())

it('asks at once for a root that was submitted anew while it was asked for in vain', async () => {
  const [first, second] = bench.nodes
  await insertSettlement(bench.db, { n: 1, block: 10 })
  const root = storageRoot(TRAIL).root as Hex
  const anchor = { root, size: TRAIL.length }
  await insertAnchor(bench.db, { ...anchor, txSeq: 4, block: 10 })
  await setHeight(bench.db, 10)
  second.behaviour = 'hang'
  await bench.start({ RETRY_BASE_SECONDS: 86_400, REQUEST_TIMEOUT_MS: 2_000 })
  await until(
    async () => second.asked.length,
    (asked) => asked > 0,
  )
  first.add(5, TRAIL)
  await insertAnchor(bench.db, { ...anchor, txSeq: 5, block: 11, time: new Date() })
  await setHeight(bench.db, 11)
  await until(
    () => listCurrent(bench.db),
    (rows) => rows[0]?.opening === 'pass',
  )
})
