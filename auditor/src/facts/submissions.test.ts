import type { Hex } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, trailOf } from '../../testing/chain.js'
import { TEST_FLOW } from '../../testing/storageServer.js'
import { findSubmissions } from './submissions.js'

const STANDARD: Hex = `0x${'f2'.repeat(20)}`
let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})

afterEach(() => bench.stop())

describe('submissions at several Flows', () => {
  it('are asked for under the indexes of the served one alone', async () => {
    const root: Hex = `0x${'1'.repeat(64)}`
    await insertAnchor(bench.db, { txSeq: 5, root, size: 9, block: 10, flow: STANDARD })
    await setHeight(bench.db, 20)
    expect((await findSubmissions(bench.db, root, TEST_FLOW))?.list).toEqual([])
    await insertAnchor(bench.db, { txSeq: 5, root, size: 7, block: 12 })
    expect((await findSubmissions(bench.db, root, TEST_FLOW))?.list).toEqual([{ txSeq: 5, size: 7 }])
    expect(await findSubmissions(bench.db, `0x${'2'.repeat(64)}`, TEST_FLOW)).toBeUndefined()
  })

  it('elsewhere alone leave the opening unavailable, not absent, and no node is asked', async () => {
    const bytes = trailOf(recordsOf(1))
    const [node] = bench.nodes
    // Another file stands under that index here: asking for it would blame somebody for another network's bytes.
    node.add(5, trailOf(recordsOf(2)))
    const root = node.add(6, bytes)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: 10, flow: STANDARD })
    await setHeight(bench.db, 10)
    await bench.start()
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'unavailable',
    )
    expect(row?.body).toContain('auditor: wrong-network')
    const attempts = () =>
      bench.db.query('select distinct source, outcome from verdicts.fetch_attempt').then(({ rows }) => rows)
    expect(await attempts()).toEqual([{ source: 'auditor', outcome: 'wrong-network' }])
    await insertAnchor(bench.db, { txSeq: 6, root, size: bytes.length, block: 11 })
    await setHeight(bench.db, 11)
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
  })
})
