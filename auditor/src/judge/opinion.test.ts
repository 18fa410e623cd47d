import { type Hex, type SettlementEvidence, type SettlementSubject, storageRoot } from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../../testing/auditing.js'
import { importBuilt, withThreads } from '../../testing/built.js'
import {
  insertSettlement,
  PROVIDER,
  recordsOf,
  STRANGER,
  setHeight,
  settlementId,
  trailOf,
} from '../../testing/chain.js'
import { openTestSpool } from '../../testing/spool.js'
import { findSettlement } from '../facts/settlement.js'
import { scanFile } from '../files/scan.js'
import type { EvidenceRefs, TrailRef } from './evidence.js'
import type { Opinion } from './formOpinion.js'
import { createJudging } from './opinion.js'

let bench: Bench
let subject: SettlementSubject
// Compiled like the threads: an error of theirs is of the same class.
let judgeWithinLimits: typeof import('./withinLimits.js').judgeWithinLimits
let LimitExceeded: typeof import('../threads/limits.js').LimitExceeded

beforeAll(async () => {
  ;({ judgeWithinLimits } = await importBuilt<typeof import('./withinLimits.js')>('judge/withinLimits.js'))
  ;({ LimitExceeded } = await importBuilt<typeof import('../threads/limits.js')>('threads/limits.js'))
  bench = await openBench()
  await insertSettlement(bench.db, { n: 1, block: 10 })
  await setHeight(bench.db, 10)
  const facts = await findSettlement(bench.db, bench.network.chainId, settlementId(1))
  subject = (facts as NonNullable<typeof facts>).subject
})

afterAll(() => bench?.stop())

const TRAIL = trailOf(recordsOf(1))

function refOf(bytes: Uint8Array, author: Hex): TrailRef {
  const root = storageRoot(bytes).root as Hex
  return { root, author, anchor_tx: root, source: 'a node', size: `${bytes.length}`, faultySources: [] }
}

/** What the references lead to. */
function load({ trails, unfetched, reports, earlierUses }: EvidenceRefs, bytes: (ref: TrailRef) => Uint8Array) {
  const evidence: SettlementEvidence = {
    trails: trails.map((ref) => ({ ...ref, anchorTx: ref.anchor_tx, bytes: new Uint8Array(bytes(ref)) })),
    ...{ unfetched, earlierUses, receipt: null, receiptAttempts: [] },
    reports: reports.reports.map(({ source, observed_at: at }) => ({
      ...{ source, observedAt: at.getTime(), signature: null, collateral: null },
      bytes: Buffer.from(JSON.stringify({ quote: '04'.repeat(5 * 2 ** 20) })),
    })),
    reportAttempts: [...reports.attempts],
  }
  return evidence
}

const refs = (trails: TrailRef[], reports: EvidenceRefs['reports']['reports'] = []): EvidenceRefs => ({
  ...{ trails, unfetched: [], earlierUses: [], reports: { reports, attempts: [] } },
})

const cells = (opinion: Opinion) => (opinion.kind === 'judged' ? opinion.statuses : undefined)

describe('a judgement in a thread', () => {
  it('comes to the same as one in this thread, and knows its inputs again', async () => {
    const evidence = () => load(refs([refOf(TRAIL, PROVIDER)]), () => TRAIL)
    const here = await createJudging(bench.network.trust, undefined)(subject, evidence(), undefined)
    expect(cells(here)).toMatchObject({ opening: 'pass' })
    await withThreads({}, async (threads) => {
      const judging = createJudging(bench.network.trust, threads)
      expect(await judging(subject, evidence(), undefined)).toEqual(here)
      expect(await judging(subject, evidence(), here.inputs)).toEqual({ kind: 'unchanged', inputs: here.inputs })
    })
  })

  it('comes to the same on a file that stays on disk, and to nothing where the file changes', async () => {
    const evidence = load(refs([refOf(TRAIL, PROVIDER)]), () => TRAIL)
    const here = await createJudging(bench.network.trust, undefined)(subject, evidence, undefined)
    await openTestSpool().spool.during(async (scratch) => {
      const made = await scratch.create(TRAIL.length)
      await made.write(TRAIL, 0)
      const file = made.read(TRAIL.length)
      const onDisk = { ...evidence, trails: evidence.trails.map((trail) => ({ ...trail, bytes: file })) }
      await withThreads({}, async (threads) => {
        const judging = createJudging(bench.network.trust, threads)
        expect(await judging(subject, onDisk, undefined)).toEqual(here)
        file.trust(scanFile(file.ref).digests)
        await made.write(Uint8Array.of(0x20), TRAIL.length - 2)
        await expect(judging(subject, onDisk, undefined)).rejects.toThrow('changed while it was in use')
        // Whoever opens it anew judges what is there now: other bytes than the anchored ones.
        const other = { ...onDisk, trails: onDisk.trails.map((it) => ({ ...it, bytes: made.read(TRAIL.length) })) }
        expect(cells(await judging(subject, other, undefined))).toMatchObject({ opening: 'unavailable' })
      })
    })
  })

  it('says what a quote of 5 MiB in a report of 10 MiB is', async () => {
    const report = {
      id: '1',
      source: 'provider',
      sha256: '',
      signature: null,
      collateral: null,
      collateral_now: null,
      observed_at: new Date(),
    }
    const opinion = await withThreads({}, (threads) =>
      createJudging(bench.network.trust, threads)(
        subject,
        load(refs([], [report]), () => TRAIL),
        undefined,
      ),
    )
    expect(cells(opinion)?.enclave).not.toBe('pass')
    expect(cells(opinion)).toMatchObject({ signature: 'pass' })
  })
})

describe('judgeWithinLimits', () => {
  const large = Buffer.concat([TRAIL, Buffer.alloc(24 * 2 ** 20, '{"a":1}\n')])

  it('leaves a file out that no thread can hold: the opening could not be checked, and nobody is accused', async () => {
    const wide = trailOf(
      recordsOf(1, 8).map((one) => ({
        ...one,
        request: { ...one.request, bytes: Buffer.alloc(3_000_000).toString('base64') },
      })),
    )
    await withThreads({ heapMb: 12 }, async (threads) => {
      const judging = createJudging(bench.network.trust, threads)
      const judge = (considered: EvidenceRefs) =>
        judging(
          subject,
          load(considered, () => wide),
          undefined,
        )
      const { opinion, exceeded } = await judgeWithinLimits(subject, refs([refOf(wide, PROVIDER)]), judge)
      expect(exceeded).toMatchObject({ kind: 'memory' })
      expect(cells(opinion)).toMatchObject({ opening: 'unavailable', signature: 'pass' })
      expect(opinion).toMatchObject({ fault: undefined, body: expect.stringContaining('unreadable within limits') })
    })
  })

  it("lets no stranger's file keep the provider's from being read", async () => {
    const own = refOf(TRAIL, PROVIDER)
    const tried: number[] = []
    const { opinion } = await judgeWithinLimits(subject, refs([own, refOf(large, STRANGER)]), async (considered) => {
      tried.push(considered.trails.length)
      if (considered.trails.some(({ author }) => author === STRANGER)) throw new LimitExceeded('time')
      return createJudging(bench.network.trust, undefined)(
        subject,
        load(considered, () => TRAIL),
        undefined,
      )
    })
    expect(tried).toEqual([2, 1])
    expect(cells(opinion)).toMatchObject({ opening: 'pass' })
  })

  it('passes every other error on, and gives up where the facts alone are too much', async () => {
    const given = refs([refOf(TRAIL, PROVIDER)])
    await expect(judgeWithinLimits(subject, given, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
    const error = new LimitExceeded('time')
    await expect(judgeWithinLimits(subject, given, () => Promise.reject(error))).rejects.toBe(error)
  })
})
