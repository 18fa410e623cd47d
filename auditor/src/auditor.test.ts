import { createPublicKey, verify } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hex, storageRoot } from '@touchstone/verify'
import { afterEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, listShares, openBench, until, untilIdle } from '../testing/auditing.js'
import {
  insertAnchor,
  insertSettlement,
  PAYER,
  recordsOf,
  STRANGER,
  setHeight,
  settlementId,
  trailOf,
} from '../testing/chain.js'
import { rebuildShares } from './judge/shares.js'
import { queueJudgeByIds } from './queue/jobs.js'

let bench: Bench

afterEach(() => bench.stop())

async function expectSharesRebuilt() {
  const moved = await listShares(bench.db)
  await rebuildShares(bench.db)
  expect(await listShares(bench.db)).toEqual(moved)
  return moved
}

describe('an auditor', () => {
  it('judges what is final, at once, and leaves the rest alone', async () => {
    bench = await openBench()
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertSettlement(bench.db, { n: 2, block: 12 })
    await setHeight(bench.db, 11)
    await bench.start()
    const current = await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    expect(current).toMatchObject([{ settlement_id: settlementId(1), outcome: 'paid', opening: 'absent', verdicts: 1 }])
    await setHeight(bench.db, 12)
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 2,
    )
    await expectSharesRebuilt()
  })

  it('fetches a trail past a node that lies, judges again and names the liar', async () => {
    bench = await openBench()
    const bytes = trailOf([...recordsOf(1), ...recordsOf(2, 3)])
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertSettlement(bench.db, { n: 2, block: 10, records: recordsOf(2, 3) })
    await insertSettlement(bench.db, { n: 3, block: 10 })
    await setHeight(bench.db, 20)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 3,
    )
    const [liar, honest] = bench.nodes
    liar.behaviour = 'lie'
    for (const node of bench.nodes) node.add(5, bytes)
    await insertAnchor(bench.db, { txSeq: 5, root: honest.add(5, bytes), size: bytes.length, block: 21 })
    await setHeight(bench.db, 22)
    const rows = await until(
      () => listCurrent(bench.db),
      (current) => current.filter(({ opening }) => opening === 'pass').length === 2,
    )
    expect(rows.map(({ opening, verdicts }) => ({ opening, verdicts }))).toEqual([
      { opening: 'pass', verdicts: 2 },
      { opening: 'pass', verdicts: 2 },
      { opening: 'absent', verdicts: 1 },
    ])
    const body = JSON.parse(rows[0]?.body ?? '')
    expect(body.observations).toContainEqual(
      expect.objectContaining({ id: 'faulty-source', text: expect.stringContaining(liar.url) }),
    )
    const { rows: attempts } = await bench.db.query('select source, outcome from verdicts.fetch_attempt order by id')
    expect(attempts).toEqual([
      { source: liar.url, outcome: 'mismatch' },
      { source: honest.url, outcome: 'match' },
    ])
    const { rows: records } = await bench.db.query(
      'select nonce, line, fee, request_bytes from verdicts.inference_record order by line',
    )
    expect(records).toHaveLength(4)
    expect(records[0]).toEqual({ nonce: '1001', line: 2, fee: '300', request_bytes: '14' })
    const shares = await expectSharesRebuilt()
    expect(shares).toContainEqual(
      expect.objectContaining({ question: 'opening', status: 'pass', settlements: '2', amount: '1200' }),
    )
    expect(shares).toContainEqual(
      expect.objectContaining({ question: 'opening', status: 'absent', settlements: '1', amount: '300' }),
    )
  })

  it('calls an opening unavailable, never failed, while every source lies or fails, and recovers when one is honest', async () => {
    bench = await openBench()
    const bytes = trailOf(recordsOf(1))
    const [first, second] = bench.nodes
    first.behaviour = 'lie'
    second.behaviour = 'garbage'
    for (const node of bench.nodes) node.add(5, bytes)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertAnchor(bench.db, { txSeq: 5, root: first.add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'unavailable',
    )
    expect(row).toMatchObject({ outcome: 'unavailable' })
    second.behaviour = 'honest'
    const [later] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
    expect(later?.body).toContain(first.url)
    await expectSharesRebuilt()
  })

  it("blames nobody for a stranger's wrong trail, and touches no share with refused items", async () => {
    bench = await openBench()
    const wrong = trailOf([{ ...recordsOf(1)[0], fee: '301', outputFee: '201' } as never], { publisher: STRANGER })
    const root = bench.nodes[0].add(5, wrong)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertSettlement(bench.db, { n: 2, block: 10, status: 5 })
    await insertAnchor(bench.db, { txSeq: 5, root, size: wrong.length, block: 10, author: STRANGER })
    await setHeight(bench.db, 10)
    await bench.start()
    const rows = await until(
      () => listCurrent(bench.db),
      (current) => current.length === 2 && current[0]?.body.includes(root) === true,
    )
    expect(rows).toMatchObject([{ outcome: 'paid', opening: 'absent' }, { outcome: 'rejected' }])
    const shares = await expectSharesRebuilt()
    expect(shares.map(({ settlements }) => settlements)).toEqual(Array(6).fill('1'))
  })

  it("fails the opening when the provider's own trail is wrong", async () => {
    bench = await openBench()
    const wrong = trailOf([{ ...recordsOf(1)[0], fee: '301', outputFee: '201' } as never])
    const root = bench.nodes[0].add(4, wrong)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    // A stranger anchors the provider's file first: the provider's own anchor still counts.
    await insertAnchor(bench.db, { txSeq: 4, root, size: wrong.length + 2, block: 10, author: STRANGER })
    await insertAnchor(bench.db, {
      txSeq: 5,
      root,
      size: wrong.length,
      block: 11,
      author: '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.body.includes(root) === true,
    )
    await setHeight(bench.db, 11)
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.outcome === 'failed',
    )
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ fault: 'provider' })
  })

  it('keeps an encrypted file of the provider, reads nothing into it and says why the content cannot be read', async () => {
    bench = await openBench()
    const sealed = Buffer.concat([Buffer.from([1]), Buffer.alloc(299, 9), Buffer.from([0])])
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    await insertAnchor(bench.db, { txSeq: 5, root: bench.nodes[0].add(5, sealed), size: sealed.length, block: 11 })
    await setHeight(bench.db, 11)
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.verdicts === 2,
    )
    expect(row).toMatchObject({ outcome: 'paid', content: 'absent', body: expect.stringContaining('looks encrypted') })
    const { rows } = await bench.db.query('select size from verdicts.payload')
    expect(rows).toEqual([{ size: '301' }])
  })

  it('fetches again what was kept and then lost, and accuses nobody meanwhile', async () => {
    bench = await openBench()
    const bytes = trailOf(recordsOf(1))
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertAnchor(bench.db, { txSeq: 5, root: bench.nodes[0].add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
    await rm(join(bench.env.DATA_DIR, 'blobs'), { recursive: true })
    await queueJudgeByIds(bench.db, [settlementId(1)])
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'unavailable',
    )
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
    await expectSharesRebuilt()
  })

  it('asks at once when a root is submitted anew, however long it would have waited', async () => {
    bench = await openBench()
    const bytes = trailOf(recordsOf(1))
    const root = storageRoot(bytes).root as Hex
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await insertAnchor(bench.db, { txSeq: 4, root, size: bytes.length, block: 10, author: STRANGER })
    await setHeight(bench.db, 10)
    await bench.start({ RETRY_BASE_SECONDS: 86_400 })
    await until(
      async () => (await bench.db.query('select from verdicts.fetch_attempt')).rowCount,
      (count) => count === 2,
    )
    bench.nodes[0].add(5, bytes)
    await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: 11, time: new Date(Date.now() + 1_000) })
    await setHeight(bench.db, 11)
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
  })

  it('makes no second verdict from the same inputs, also after the facts were dropped and rebuilt', async () => {
    bench = await openBench()
    const bytes = trailOf(recordsOf(1))
    const fill = async () => {
      await insertSettlement(bench.db, { n: 1, block: 10 })
      await insertSettlement(bench.db, { n: 2, block: 11 })
      await insertAnchor(bench.db, { txSeq: 5, root: bench.nodes[0].add(5, bytes), size: bytes.length, block: 12 })
    }
    await fill()
    await setHeight(bench.db, 20)
    await bench.start()
    const before = await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 2 && rows[0]?.opening === 'pass',
    )
    await untilIdle(bench.db)
    await bench.db.query('delete from settlement; delete from anchor')
    await setHeight(bench.db, 2)
    await until(
      async () => (await bench.db.query('select max(block_number) as at from verdicts.sweep_cursor')).rows[0]?.at,
      (at) => at === 2,
    )
    await fill()
    await setHeight(bench.db, 20)
    await untilIdle(bench.db)
    expect(await listCurrent(bench.db)).toEqual(before)
    await expectSharesRebuilt()
  })

  it('judges a settlement again when it sits in another block', async () => {
    bench = await openBench()
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 20)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    await bench.db.query('delete from settlement')
    await setHeight(bench.db, 5)
    await untilIdle(bench.db)
    await insertSettlement(bench.db, { n: 1, block: 11 })
    await setHeight(bench.db, 20)
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.verdicts === 2,
    )
    expect(row?.payment).toBe('pass')
    expect(JSON.parse(row?.body ?? '').blockNumber).toBe(11)
    await expectSharesRebuilt()
  })

  it('signs the body that it keeps', async () => {
    bench = await openBench()
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 20)
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    const { rows } = await bench.db.query('select body, body_signature from verdicts.verdict')
    const key = createPublicKey(await readFile(bench.env.KEY_FILE, 'utf8'))
    expect(verify(null, Buffer.from(rows[0].body), key, Buffer.from(rows[0].body_signature, 'base64'))).toBe(true)
  })

  it('lets several processes share the work without a verdict too many', async () => {
    bench = await openBench()
    const count = 60
    const records = Array.from({ length: count }, (_, n) => recordsOf(n)).flat()
    const bytes = trailOf(records)
    const auditors = [await bench.start(), await bench.start(), await bench.start()]
    for (let n = 0; n < count; n += 1) await insertSettlement(bench.db, { n, block: 10 + n })
    await insertAnchor(bench.db, { txSeq: 5, root: bench.nodes[0].add(5, bytes), size: bytes.length, block: 30 })
    await setHeight(bench.db, 100)
    const rows = await until(
      () => listCurrent(bench.db),
      (current) => current.filter(({ opening }) => opening === 'pass').length === count,
    )
    await untilIdle(bench.db)
    expect(rows).toHaveLength(count)
    expect(Math.max(...rows.map(({ verdicts }) => verdicts))).toBeLessThanOrEqual(2)
    const { rows: twice } = await bench.db.query(
      'select settlement_id from verdicts.verdict group by settlement_id, inputs having count(*) > 1',
    )
    expect(twice).toEqual([])
    const shares = await expectSharesRebuilt()
    expect(shares).toContainEqual(
      expect.objectContaining({ payer: PAYER, question: 'opening', status: 'pass', settlements: `${count}` }),
    )
    await Promise.all(auditors.map((auditor) => auditor.stop()))
  })

  it('serves health and metrics', async () => {
    bench = await openBench()
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 20)
    const { port } = await bench.start({ PORT: 0 })
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(text).toContain('touchstone_auditor_verdicts_total{outcome="paid"} 1')
    expect(text).toContain('# TYPE touchstone_auditor_jobs_waiting gauge')
    expect(text).toContain('touchstone_auditor_verify_ms_count 1')
    expect(text).toMatch(/^touchstone_auditor_log_lag_seconds [0-9.]+$/m)
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n'])
  })
})
