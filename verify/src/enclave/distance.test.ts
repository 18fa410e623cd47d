import { beforeAll, describe, expect, it } from 'vitest'
import {
  BLOCK_TIME,
  trust as bareTrust,
  evidenceOf,
  honestRecords,
  otherKey,
  serviceKey,
  settlementOf,
} from '../../testing/scenario.js'
import {
  createQuotePki,
  type MintReportInput,
  mintOs,
  mintReport,
  type QuotePki,
  type ReportFlawName,
  signReport,
} from '../mint/index.js'
import type { CapturedReport } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { verifySettlement } from '../verify.js'
import { describeDuration, observeDistance } from './distance.js'
import { checkEnclave, type Later } from './enclave.js'

const DAY = 86_400_000
const HOUR = 3_600_000
const subject = settlementOf(honestRecords(1))
let pki: QuotePki
let trust: TrustMaterial
beforeAll(async () => {
  pki = await createQuotePki()
  trust = { ...bareTrust, quoteRoots: [pki.root] }
})

async function capture(
  apart: number,
  mint: Partial<MintReportInput> = {},
  flaw?: ReportFlawName,
): Promise<CapturedReport> {
  const observedAt = BLOCK_TIME + apart
  const os = mintOs('test-os')
  const input: MintReportInput = {
    form: 'broker',
    signer: serviceKey.address,
    compose: '{}',
    os,
    at: observedAt,
    ...mint,
  }
  const { body } = await mintReport(pki, flaw === undefined ? input : { ...input, flaw })
  const signature = signReport(body, serviceKey.signDigest)
  return { source: 'https://p.test', observedAt, bytes: body, signature, collateral: null }
}

async function look(reports: CapturedReport[], later?: Later) {
  const found = await checkEnclave(subject, evidenceOf({ reports }), trust, later)
  const textOf = (id: string) => found.observations.filter((one) => one.id === id).map(({ text }) => text)
  return { ...found, when: textOf('observed-when'), early: textOf('tcb-status'), now: textOf('tcb-now') }
}

describe('when a report was observed', () => {
  it.each([
    [-5 * 60_000, '5 min before'],
    [2 * DAY + 3 * HOUR, '2 d 3 h after'],
    [1, '1 ms after'],
    [-1, '1 ms before'],
    [0, 'at the very time of'],
  ])('%i ms from the settlement is said in words', (apart, words) => {
    const { text, id, question } = observeDistance({ observedAt: BLOCK_TIME + apart }, { blockTime: BLOCK_TIME })
    expect(text).toContain(`observed ${words} the settlement: observed at 20`)
    expect([id, question]).toEqual(['observed-when', 'enclave'])
  })

  it('is in no other words before than after', () => {
    const said = (apart: number) => observeDistance({ observedAt: BLOCK_TIME + apart }, { blockTime: BLOCK_TIME }).text
    expect(said(-HOUR)).not.toContain('after')
    expect(said(HOUR)).not.toContain('before')
    expect(said(0)).not.toMatch(/before|after/)
  })

  it('is in two units at most', () => {
    const words = [0, 999, 1_020, 59_999, 60_000, HOUR + 1, DAY - 1, 400 * DAY + 23 * HOUR + 59 * 60_000]
    expect(words.map(describeDuration)).toEqual([
      ...['0 ms', '999 ms', '1 s 20 ms', '59 s 999 ms', '1 min', '1 h', '23 h 59 min', '400 d 23 h'],
    ])
  })

  it('is part of every answer that rests on a report, whatever comes of it', async () => {
    expect((await look([await capture(-HOUR)])).when).toEqual([expect.stringContaining('1 h before')])
    expect((await look([await capture(HOUR)])).when).toEqual([expect.stringContaining('1 h after')])
    const flawed = await look([await capture(-HOUR, {}, 'compose_swapped')])
    expect(flawed.checks.every(({ status }) => status === 'pass')).toBe(false)
    expect(flawed.when).toEqual([expect.stringContaining('1 h before')])
    const foreign = await look([await capture(-HOUR, { signer: otherKey.address })])
    expect(foreign.checks.some(({ status }) => status === 'fail')).toBe(true)
    expect(foreign.when).toEqual([expect.stringContaining('1 h before')])
  })

  it('is of the report that decides, and of none where there is none', async () => {
    const reports = [await capture(-3 * HOUR), await capture(HOUR)]
    expect((await look(reports)).when).toEqual([expect.stringContaining('1 h after')])
    expect((await look([])).when).toEqual([])
  })
})

describe('the TCB status then and now', () => {
  it('stand side by side, and the second changes no check', async () => {
    const reports = [await capture(-HOUR)]
    const without = await look(reports)
    const soon = await look(reports, { now: BLOCK_TIME + DAY })
    expect(without.now).toEqual([])
    expect(soon.early).toEqual(without.early)
    expect(soon.early[0]).toMatch(/^TCB status UpToDate as of /)
    expect(soon.now[0]).toMatch(/^TCB status UpToDate as of /)
    expect(soon.now).not.toEqual(soon.early)
    expect(soon.checks).toEqual(without.checks)
    expect(soon.measured).toEqual(without.measured)
  })

  it('the second is not claimed where the collateral of then has expired, or is that of another time', async () => {
    const reports = [await capture(-HOUR)]
    for (const now of [BLOCK_TIME + 4_000 * DAY, 0, Number.NaN]) {
      const later = await look(reports, { now })
      expect(later.now).toEqual([expect.stringContaining('could not be judged again')])
      expect(later.checks).toEqual((await look(reports)).checks)
    }
    const unread = await look(reports, { now: BLOCK_TIME + DAY, collateralNow: '{}' })
    expect(unread.now).toEqual([expect.stringContaining('could not be judged again')])
  })

  it('is an input of the caller of the six questions too', async () => {
    const evidence = evidenceOf({ reports: [await capture(-HOUR)] })
    const ids = async (later: Later) =>
      (await verifySettlement(subject, evidence, trust, later)).observations.map(({ id }) => id)
    expect(await ids({})).not.toContain('tcb-now')
    expect(await ids({ now: BLOCK_TIME })).toEqual(expect.arrayContaining(['observed-when', 'tcb-status', 'tcb-now']))
  })
})
