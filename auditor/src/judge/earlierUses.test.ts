import type { Hex, TrailRecord } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import {
  insertAnchor,
  insertSettlement,
  PROVIDER,
  recordsOf,
  SIGNER,
  STRANGER,
  setHeight,
  settlementId,
  trailOf,
} from '../../testing/chain.js'
import { findSettlement } from '../facts/settlement.js'
import { SWEEP_START, sweepBehind } from '../queue/sweep.js'
import { READER_VERSION } from '../trails/readTrail.js'
import { listEarlierUses } from './earlierUses.js'

const REPEATED: Hex = `0x${'5a'.repeat(65)}`
const OWN: Hex = `0x${'5b'.repeat(65)}`

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
  await bench.start()
})

afterEach(() => bench.stop())

/** Records of settlement n, their responses signed by those signatures over that text, or over one of each its own. */
function recordsWith(n: number, signatures: Hex[], text?: string): TrailRecord[] {
  return recordsOf(n, signatures.length).map((record, at) => {
    const signature = signatures[at] ?? OWN
    return { ...record, proof: { text: text ?? `a:${signature}`, signature, signingAddress: SIGNER } }
  })
}

interface Published {
  author?: Hex
  block?: number
  text?: string
}

async function publish(n: number, signatures: Hex[], published: Published = {}): Promise<Hex> {
  const { author = PROVIDER, block = 20, text } = published
  const bytes = trailOf(recordsWith(n, signatures, text))
  const root = bench.nodes[0].add(n, bytes)
  await insertAnchor(bench.db, { txSeq: n, root, size: bytes.length, block, author })
  return root
}

async function settle(n: number, block: number, count: number, status = 0) {
  await insertSettlement(bench.db, { n, block, status, records: recordsOf(n, count) })
}

async function listUses(n: number) {
  const known = await findSettlement(bench.db, 31_337, settlementId(n))
  return known ? listEarlierUses(bench.db, known.subject) : undefined
}

async function audited(height = 20) {
  await setHeight(bench.db, height)
  await untilIdle(bench.db)
}

describe('listEarlierUses', () => {
  it('names the first bill under which a signature of the provider stands, for the later bills alone', async () => {
    for (const n of [1, 2, 3]) await settle(n, 10 + n, 2)
    const root = await publish(1, [OWN, REPEATED])
    await publish(2, [REPEATED, `0x${'5c'.repeat(65)}`])
    await publish(3, [`0x${'5d'.repeat(65)}`, REPEATED])
    await audited()
    const first = { signature: REPEATED, settlement: settlementId(1), root, line: 3, author: PROVIDER }
    expect(await listUses(1)).toEqual([])
    expect(await listUses(2)).toEqual([expect.objectContaining(first)])
    expect(await listUses(3)).toEqual([expect.objectContaining(first)])
  })

  it('names the first bill under which the same text stands, signed anew', async () => {
    await settle(1, 11, 1)
    await settle(2, 12, 1)
    const root = await publish(1, [REPEATED], { text: 'a:b' })
    await publish(2, [OWN], { text: 'a:b' })
    await audited()
    expect(await listUses(2)).toEqual([
      expect.objectContaining({ signature: OWN, settlement: settlementId(1), root, line: 2, author: PROVIDER }),
    ])
    expect(await listUses(1)).toEqual([])
  })

  it('says of a bill that was paid in part that its requests may be billed again', async () => {
    await settle(1, 11, 1, 1)
    await settle(2, 12, 1)
    await settle(3, 13, 1)
    for (const n of [1, 2, 3]) await publish(n, [REPEATED])
    await audited()
    expect(await listUses(2)).toEqual([expect.objectContaining({ settlement: settlementId(1), isPartial: true })])
    const [use] = (await listUses(3)) ?? []
    expect([use?.settlement, use?.isPartial]).toEqual([settlementId(2), undefined])
  })

  it.each<[string, () => Promise<unknown>]>([
    ["a stranger's file about the earlier bill", () => publish(1, [REPEATED], { author: STRANGER })],
    ['another signature', () => publish(1, [OWN])],
    ['nothing published', async () => undefined],
  ])('finds nothing in %s', async (_name, publishOther) => {
    await settle(1, 11, 1)
    await settle(2, 12, 1)
    await publishOther()
    await publish(2, [REPEATED])
    await audited()
    expect(await listUses(2)).toEqual([])
  })

  it("leaves a stranger's file about the later bill alone, and bills that were refused", async () => {
    await settle(1, 11, 1)
    await settle(2, 12, 1)
    await settle(3, 10, 1, 5)
    await publish(1, [REPEATED])
    await publish(2, [REPEATED], { author: STRANGER })
    await publish(3, [REPEATED])
    await audited()
    expect(await listUses(2)).toEqual([])
    expect(await listUses(1)).toEqual([])
  })

  it('has the later bill judged again when the earlier one is opened after it', async () => {
    await settle(1, 11, 1)
    await settle(2, 12, 1)
    await publish(2, [REPEATED])
    await audited()
    // The first bill may still be held for evidence that is under way, so rows are found by their settlement.
    const verdictsOfLater = (rows: Awaited<ReturnType<typeof listCurrent>>) =>
      rows.find((row) => row.settlement_id === settlementId(2))?.verdicts ?? 0
    const before = verdictsOfLater(await listCurrent(bench.db))
    expect(before).toBe(1)
    await publish(1, [REPEATED], { block: 21 })
    await audited(21)
    await until(
      () => listCurrent(bench.db),
      (rows) => verdictsOfLater(rows) === before + 1,
    )
  })

  it('reads a trail again that an older reader has read without signatures, once', async () => {
    await settle(1, 11, 1)
    await settle(2, 12, 1)
    await publish(1, [REPEATED])
    await publish(2, [REPEATED])
    await audited()
    await bench.db.query(
      'update verdicts.inference_record set signature = null, statement = null; update verdicts.trail set reading = 1',
    )
    expect(await listUses(2)).toEqual([])
    const sweep = () => sweepBehind(bench.db, SWEEP_START, { verifier: '', trust: '' })
    await sweep()
    await until(
      () => listUses(2),
      (uses) => uses?.length === 1,
    )
    await untilIdle(bench.db)
    const { rows } = await bench.db.query('select reading, records from verdicts.trail')
    expect(rows).toEqual(Array(2).fill({ reading: READER_VERSION, records: 1 }))
    await bench.db.query(`insert into verdicts.withdrawal (root, reason) select root, '' from verdicts.payload;
       update verdicts.payload set withdrawn_at = now(); update verdicts.trail set reading = 1`)
    await sweep()
    const { rows: jobs } = await bench.db.query("select key from graphile_worker.jobs where key like 'fetch%'")
    expect(jobs).toEqual([])
  })
})
