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
  createGpuPki,
  createQuotePki,
  type GpuPki,
  type MintReportInput,
  mintOs,
  mintReport,
  type QuotePki,
  type ReportFlawName,
  signReport,
} from '../mint/index.js'
import type { CapturedReport, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { checkEnclave } from './enclave.js'

const MINUTE = 60_000
const SOURCE = 'https://provider.test/v1/quote'
const subject = settlementOf(honestRecords(1))
const os = mintOs('test-os')
const QUESTION = [
  'report-published',
  'quote-form',
  'quote-chain',
  'collateral-valid',
  'tcb-not-revoked',
  'module-identity',
  'td-attributes',
  'report-data',
  'rtmr-replay',
  'compose-hash',
]

let pki: QuotePki
let foreignPki: QuotePki
let gpuPki: GpuPki
let trust: TrustMaterial
beforeAll(async () => {
  pki = await createQuotePki()
  foreignPki = await createQuotePki()
  gpuPki = await createGpuPki()
  trust = { ...bareTrust, quoteRoots: [pki.root], gpuRoots: [gpuPki.root] }
})

interface Capture {
  /** Minutes after the settlement. */
  minutes?: number
  /** Whether the settlement's signer signed the body. */
  signed?: boolean
  flaw?: ReportFlawName
  by?: () => QuotePki
  mint?: Partial<MintReportInput>
  collateral?: string
  source?: string
}

/** A report observed that long after the settlement. */
async function capture({ minutes = -5, signed = true, flaw, by, mint, collateral, source }: Capture = {}) {
  const observedAt = BLOCK_TIME + minutes * MINUTE
  const compose = '{"docker_compose_file":"services: {}"}'
  const input: MintReportInput = { form: 'broker', signer: serviceKey.address, compose, os, at: observedAt, ...mint }
  const { body } = await mintReport(by?.() ?? pki, flaw === undefined ? input : { ...input, flaw })
  const captured: CapturedReport = {
    source: source ?? SOURCE,
    observedAt,
    bytes: body,
    signature: signed ? signReport(body, serviceKey.signDigest) : null,
    collateral: collateral ?? null,
  }
  return captured
}

async function check(reports: CapturedReport[], changes: Partial<SettlementSubject> = {}) {
  const findings = await checkEnclave({ ...subject, ...changes }, evidenceOf({ reports }), trust)
  const statuses = Object.fromEntries(findings.checks.map(({ id, status }) => [id, status]))
  const gaps = Object.fromEntries(Object.entries(statuses).filter(([, status]) => status !== 'pass'))
  const published = findings.checks.find(({ id }) => id === 'report-published')
  const ignored = findings.observations.filter(({ id }) => id === 'ignored-report').map(({ text }) => text)
  return { ...findings, statuses, gaps, published, ignored }
}

describe('checkEnclave', () => {
  it('passes on a report that the signer signed, and on one that nobody did', async () => {
    for (const signed of [true, false]) {
      const { statuses, gaps, measured, published } = await check([await capture({ signed })])
      expect(gaps).toEqual({})
      expect(Object.keys(statuses)).toEqual(QUESTION)
      expect(measured?.compose).toContain('services')
      // Only what the signer signed can accuse it of its code.
      expect(measured?.statedAt).toBe(signed ? BLOCK_TIME - 5 * MINUTE : undefined)
      expect(published?.found).toBe(`2025-10-09T08:50:00Z, ${signed ? 'signed by the key' : 'not signed by the key'}`)
      expect(published?.evidence).toEqual([{ kind: 'source', ref: SOURCE, note: expect.any(String) }])
    }
  })

  it('is absent where nobody published one, and unavailable where every attempt ended without one', async () => {
    const nothing = await checkEnclave(subject, evidenceOf(), trust)
    expect(nothing).toMatchObject({ measured: null, checks: [{ id: 'report-published', status: 'absent' }] })
    const reportAttempts = [{ source: SOURCE, outcome: 'timed out' }]
    const { checks } = await checkEnclave(subject, evidenceOf({ reportAttempts }), trust)
    expect(checks).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('timed out') }])
    expect((await check([await capture()], { signer: null })).gaps).toEqual({ 'report-published': 'absent' })
  })

  it('judges as of the observation', async () => {
    const report = await capture()
    const { gaps } = await check([{ ...report, observedAt: report.observedAt + 20 * 24 * 60 * MINUTE }])
    expect(gaps).toMatchObject({ 'collateral-valid': 'unavailable' })
    expect((await check([await capture({ flaw: 'collateral_missing' })])).gaps).toMatchObject({
      'collateral-valid': 'unavailable',
    })
  })

  it('takes archived collateral where the report brings none', async () => {
    const { collateral } = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode((await capture()).bytes),
    ) as { collateral: unknown }
    const report = await capture({ flaw: 'collateral_missing', collateral: JSON.stringify(collateral) })
    expect((await check([report])).gaps).toEqual({})
  })

  it.each<[ReportFlawName, string]>([
    ['quote_changed', 'quote-chain'],
    ['enclave_debug', 'td-attributes'],
    ['platform_revoked', 'tcb-not-revoked'],
    ['event_payload_forged', 'rtmr-replay'],
    ['compose_swapped', 'compose-hash'],
    ['compose_measured_twice', 'compose-hash'],
  ])('%s fails as the provider’s if the signer signed it, and accuses nobody otherwise', async (flaw, id) => {
    const authored = await check([await capture({ flaw })])
    expect(authored.checks.find((one) => one.id === id)).toMatchObject({ status: 'fail', fault: 'provider' })
    const unsigned = await check([await capture({ flaw, signed: false })])
    expect(Object.values(unsigned.statuses)).not.toContain('fail')
    expect(Object.keys(unsigned.gaps)).not.toEqual([])
  })

  it('calls a report that nobody signed and that does not verify no evidence', async () => {
    const { gaps, checks, ignored, measured } = await check([await capture({ flaw: 'quote_changed', signed: false })])
    expect(gaps).toEqual({ 'report-published': 'absent' })
    expect(checks[0]?.reason).toMatch(/None of 1 observed reports.*the signer did not sign it, and its quote is wrong/)
    expect(ignored).toHaveLength(1)
    expect(measured).toBeNull()
  })

  it('calls what may have been changed on the way behind a genuine quote unavailable', async () => {
    const { gaps, checks, measured } = await check([await capture({ flaw: 'compose_swapped', signed: false })])
    expect(gaps).toEqual({ 'compose-hash': 'unavailable' })
    expect(checks.find(({ id }) => id === 'compose-hash')?.reason).toMatch(/may have been changed on the way/)
    expect(measured?.compose).toBeNull()
  })

  it.each<[string, Capture]>([
    ['signed over the body as text', { signed: false }],
    ['by a stranger’s machine', { by: () => foreignPki, signed: false }],
    ['of another key', { flaw: 'other_signer', signed: false }],
    ['that cannot be read', { flaw: 'not_json' }],
    ['too large to read', { flaw: 'oversize' }],
    ['with a broken field', { flaw: 'event_log_no_list' }],
    ['with a quote of no known kind', { flaw: 'quote_missing' }],
  ])('blames nobody for a report %s', async (name, capturing) => {
    const report = await capture(capturing)
    const signature = name.startsWith('signed') ? otherKey.signText('x') : report.signature
    const { statuses } = await check([{ ...report, signature }])
    expect(Object.values(statuses)).not.toContain('fail')
  })
})

describe('checkEnclave, several reports', () => {
  it('lets the nearest that decides decide', async () => {
    const [far, near] = [await capture({ minutes: -40 }), await capture({ minutes: 3 })]
    expect((await check([far, near])).published?.found).toMatch(/08:58:00Z/)
    expect((await check([near, far])).published?.found).toMatch(/08:58:00Z/)
    const broken = await capture({ minutes: 2, flaw: 'enclave_debug' })
    expect((await check([far, near, broken])).gaps).toMatchObject({ 'td-attributes': 'fail' })
    const fartherBroken = await capture({ minutes: 30, flaw: 'enclave_debug' })
    expect((await check([far, near, fartherBroken])).gaps).toEqual({})
  })

  it('passes over what decides nothing: no collateral, no log, bytes of nobody', async () => {
    const good = await capture({ minutes: -40 })
    for (const capturing of [
      { flaw: 'collateral_missing' },
      { flaw: 'log_missing' },
      { flaw: 'enclave_debug', signed: false },
      { flaw: 'compose_swapped', signed: false },
    ] as const) {
      const { gaps, published } = await check([await capture({ minutes: 1, ...capturing }), good])
      expect(gaps).toEqual({})
      expect(published?.found).toMatch(/08:15:00Z/)
    }
  })

  it('shows the most that there is where none decides', async () => {
    const [unjudged, partial] = [
      await capture({ minutes: 1, flaw: 'collateral_missing' }),
      await capture({ minutes: 9, flaw: 'log_missing' }),
    ]
    expect((await check([unjudged, partial])).gaps).toEqual({ 'rtmr-replay': 'absent' })
  })

  it('does not depend on the order of the evidence', async () => {
    const reports = [
      await capture({ minutes: 4, source: 'https://b.test' }),
      await capture({ minutes: 4, source: 'https://a.test' }),
      await capture({ minutes: -4, flaw: 'log_missing' }),
    ]
    const orders = [
      reports,
      reports.toReversed(),
      [reports[1], reports[2], reports[0]].filter((one) => one !== undefined),
    ]
    const found = await Promise.all(orders.map(async (order) => JSON.stringify(await check(order))))
    expect(new Set(found).size).toBe(1)
  })

  it('fails on the signer’s own report of another key, however far it lies', async () => {
    const good = await capture({ minutes: 1 })
    const foreign = await capture({ minutes: -50, flaw: 'other_signer' })
    const { checks, measured } = await check([good, foreign])
    const reportData = checks.find(({ id }) => id === 'report-data')
    expect(reportData).toMatchObject({ status: 'fail', fault: 'provider', found: expect.stringMatching(/^0x90F7/i) })
    expect(measured).toBeNull()
    expect((await check([good, { ...foreign, signature: null }])).gaps).toEqual({})
  })

  it('takes another key of the same service for no lie', async () => {
    const good = await capture({ minutes: 1 })
    const separate = await capture({ minutes: 0, mint: { signer: otherKey.address } })
    const [service] = subject.services
    if (service === undefined) throw new Error('the scenario has a service')
    const services = [{ ...service, targetTeeAddress: otherKey.address }]
    const { gaps, ignored } = await check([good, separate], { services })
    expect(gaps).toEqual({})
    expect(ignored.join()).toMatch(/another key of the same service/)
    expect((await check([separate], { services })).gaps).toEqual({ 'report-published': 'absent' })
  })

  it('looks only at what was observed while the service held the key', async () => {
    const [service] = subject.services
    if (service === undefined) throw new Error('the scenario has a service')
    const services = [{ ...service, since: BLOCK_TIME - 10 * MINUTE, until: BLOCK_TIME + 10 * MINUTE }]
    const early = await capture({ minutes: -11, flaw: 'other_signer' })
    const late = await capture({ minutes: 10, flaw: 'enclave_debug' })
    expect((await check([early, late], { services })).gaps).toEqual({ 'report-published': 'absent' })
    expect((await check([early, late, await capture({ minutes: 9 })], { services })).gaps).toEqual({})
    const rotated = services.map((one) => ({ ...one, teeSigner: otherKey.address }))
    expect((await check([await capture()], { services: rotated })).gaps).toEqual({ 'report-published': 'absent' })
  })

  it('judges GPU evidence by whose word it is', async () => {
    const gpu = { pki: gpuPki }
    const { measured, observations, gaps } = await check([await capture({ mint: { gpu } })])
    expect(gaps).toEqual({})
    expect(measured?.gpu).toBe('held')
    expect(observations.map(({ id }) => id)).not.toContain('gpu-binding')
    expect(observations.map(({ id }) => id)).not.toContain('gpu-none')
    // A report without the claim says so: whoever hands on an unsigned one could have left it out.
    const without = await check([await capture({ signed: false })])
    expect(without.observations.map(({ id }) => id)).toContain('gpu-none')
    const unsigned = await check([await capture({ signed: false, mint: { gpu } })])
    expect(unsigned.observations.map(({ id }) => id)).toContain('gpu-binding')
    const wrong = await check([await capture({ flaw: 'gpu_nonce_other', mint: { gpu } })])
    expect(wrong.gaps).toEqual({ 'gpu-evidence': 'fail' })
    expect(wrong.measured?.gpu).toBe('not-held')
  })
})
