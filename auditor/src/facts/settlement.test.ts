import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../../testing/auditing.js'
import { insertSettlement, PROVIDER, setHeight, settlementId } from '../../testing/chain.js'
import { findSettlement } from './settlement.js'

const RETIRED = `0x${'c1'.repeat(20)}`
let bench: Bench

beforeAll(async () => {
  bench = await openBench()
  await setHeight(bench.db, 100)
})
afterAll(() => bench.stop())

const find = async (n: number) => (await findSettlement(bench.db, 31_337, settlementId(n)))?.subject

describe('findSettlement', () => {
  it.each([
    ['E', 'E'],
    ['D', 'D'],
    ['C', 'C'],
    ['unknown', 'B'],
  ])('takes generation %s from the facts, as %s', async (stored, judged) => {
    const n = stored.charCodeAt(0)
    await insertSettlement(bench.db, { n, block: 10 })
    await bench.db.query('update settlement set generation = $1 where id = $2', [stored, settlementId(n)])
    expect((await find(n))?.generation).toBe(judged)
  })

  it('counts the results of its own contract in a transaction that settled at two, and keeps their services apart', async () => {
    await insertSettlement(bench.db, { n: 1, block: 20 })
    await insertSettlement(bench.db, { n: 2, block: 20 })
    await bench.db.query('update settlement set contract = $1 where id = $2', [RETIRED, settlementId(1)])
    await bench.db.query(
      'update settlement set n = 1, tx_hash = (select tx_hash from settlement where id = $1) where id = $2',
      [settlementId(1), settlementId(2)],
    )
    expect(await find(2)).toMatchObject({ ordinal: 0, services: [{ model: 'qwen' }] })
    expect(await find(1)).toMatchObject({ ordinal: 0, caller: PROVIDER, services: [] })
    await bench.db.query('update settlement set contract = $1 where id = $2', [RETIRED, settlementId(2)])
    expect(await find(2)).toMatchObject({ ordinal: 1, services: [] })
  })
})
