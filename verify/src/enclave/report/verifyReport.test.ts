import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../../testing/fixtures.js'
import { intelRoot } from '../../../testing/intel.js'
import { nvidiaRoot } from '../../../testing/nvidia.js'
import { conclude } from '../../conclude.js'
import type { Check } from '../../verdict.js'
import { type ReportContext, verifyEnclaveReport } from './verifyReport.js'

const COLLATERAL = 'tee/tdx_quote_outdated_collateral.json'
const LLM = 'tee/0g-llm-attestation-report.json'
const DSTACK = 'tee/dstack-quote-report.json'
const LITE = 'tee/dstack-tdx-lite-attestation.json'
const SIGNER = '0x8a4d4984cf370210dfeefc773faf9bb0ede97cc0'
const OTHER = '0x00000000000000000000000000000000000000aa'
const AT = Date.UTC(2026, 2, 1)
const COMPOSE_HASH = 'fbc90a5ceb36b04357965f4e38c9d7103786808caeb9a26e50b04664ec44a391'

interface Info {
  tcb_info: { app_compose: string; event_log: { event: string; digest: string }[] }
}
interface LlmReport {
  info: Info
  event_log: string
  nvidia_payload: string
  [field: string]: unknown
}
const collateral = findFixture(COLLATERAL)
const llm = findFixture<LlmReport>(LLM)
const dstack = findFixture<{ quote: string }>(DSTACK)
const lite = findFixture(LITE)
const trust = { quoteRoots: [intelRoot], gpuRoots: [nvidiaRoot], osImages: [] }
const CONTEXT: ReportContext = { collateral, at: AT, signer: SIGNER, trust }

/** Status of every check that is not a pass. */
function gaps(checks: readonly Check[]): Record<string, string> {
  return Object.fromEntries(checks.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]))
}
function verify(report: unknown, changes: Partial<ReportContext> = {}) {
  return verifyEnclaveReport(JSON.stringify(report), { ...CONTEXT, ...changes })
}
function eventsOf(report: LlmReport) {
  return JSON.parse(report.event_log) as { event: string; imr: number; digest: string; event_payload: string }[]
}

describe('verifyEnclaveReport without a report', () => {
  it('accuses nobody where the form is not known', async () => {
    const { checks, measured } = await verify({ error: 'not implemented' })
    expect(gaps(checks)).toMatchObject({ 'quote-form': 'absent', 'report-data': 'absent' })
    expect(conclude({ kind: 'enclave-report' }, checks).outcome).toBe('partial')
    expect(measured).toBeNull()
  })

  it('says what is broken in a form that is', async () => {
    const { checks } = await verify({ quote: 'zz' })
    const form = checks.find(({ id }) => id === 'quote-form')
    expect(form).toMatchObject({
      status: 'fail',
      fault: 'provider',
      reason: expect.stringContaining('quote: expected hex'),
    })
    expect(gaps((await verify({ quote: '00' })).checks)).toMatchObject({
      'quote-form': 'fail',
      'rtmr-replay': 'absent',
    })
  })
})

const isThere = collateral !== undefined && llm !== undefined && dstack !== undefined && lite !== undefined
describe.skipIf(!isThere)(isThere ? 'verifyEnclaveReport on real reports' : skipReason(LLM, 20), () => {
  const report = llm ?? { info: { tcb_info: { app_compose: '', event_log: [] } }, event_log: '[]', nvidia_payload: '' }

  it('needs no trust material for the public roots, and takes the report as parsed JSON', async () => {
    const { checks } = await verifyEnclaveReport(report, { collateral, at: AT, signer: SIGNER })
    expect(gaps(checks)).toEqual({})
    const foreign = { ...CONTEXT.trust, quoteRoots: [], gpuRoots: [], osImages: [] }
    expect(gaps((await verifyEnclaveReport(report, { ...CONTEXT, trust: foreign })).checks)).not.toEqual({})
    expect(gaps((await verifyEnclaveReport({}, { at: AT })).checks)).toMatchObject({ 'quote-form': 'absent' })
  })

  it('passes every check of the report of a 0G provider, and shows its age', async () => {
    const { checks, observations, measured } = await verify(report, { now: Date.UTC(2026, 5, 1) })
    expect(gaps(checks)).toEqual({})
    expect(conclude({ kind: 'enclave-report' }, checks).outcome).toBe('verified')
    expect(checks.find(({ id }) => id === 'gpu-evidence')?.found).toMatch(/^1 of 1/)
    expect(checks.find(({ id }) => id === 'compose-hash')?.found).toBe(COMPOSE_HASH)
    const texts = Object.fromEntries(observations.map(({ id, text }) => [id, text]))
    expect(texts['tcb-status']).toMatch(/OutOfDate as of 2026-03-01.*INTEL-SA-01036.*INTEL-SA-01111/)
    expect(texts.freshness).toMatch(/nonce-bound, 034b9c39/)
    expect(texts['tcb-now']).toMatch(/As of 2026-06-01.*could not be judged again/)
    expect(texts['key-provider']).toMatch(/come from: kms/)
    expect(texts['os-image']).toBe('OS image unknown.')
    expect(measured).toMatchObject({
      composeHash: COMPOSE_HASH,
      compose: report.info.tcb_info.app_compose,
      gpu: 'held',
    })
    expect(measured?.events.map(({ name }) => name)).toContain('system-ready')
  })

  it('shows the key where none is asked for', async () => {
    const { checks } = await verify(report, { signer: null })
    expect(gaps(checks)).toEqual({})
    expect(checks.find(({ id }) => id === 'report-data')?.found).toMatch(/^0x8a4D4984CF370210dFEeFC773FAf9bb0edE97cC0/)
  })

  it.each<[string, (report: LlmReport) => unknown, Partial<ReportContext>, Record<string, string>]>([
    ['another signer', (r) => r, { signer: OTHER }, { 'report-data': 'fail', 'gpu-evidence': 'absent' }],
    [
      'no collateral',
      (r) => r,
      { collateral: null },
      { 'collateral-valid': 'unavailable', 'report-data': 'unavailable' },
    ],
    ['broken collateral', (r) => r, { collateral: '{' }, { 'collateral-valid': 'unavailable' }],
    ['no time', (r) => r, { at: Number.NaN }, { 'collateral-valid': 'unavailable' }],
    ['a time after the collateral', (r) => r, { at: Date.UTC(2026, 3, 1) }, { 'collateral-valid': 'unavailable' }],
    [
      'no root',
      (r) => r,
      { trust: { ...trust, quoteRoots: [] } },
      { 'quote-chain': 'absent', 'rtmr-replay': 'absent' },
    ],
    ['no root of GPUs', (r) => r, { trust: { ...trust, gpuRoots: [] } }, { 'gpu-evidence': 'absent' }],
    [
      'no event log',
      (r) => ({ ...r, event_log: '', info: {}, app_compose: r.info.tcb_info.app_compose }),
      {},
      { 'rtmr-replay': 'absent' },
    ],
    ['no compose', (r) => ({ ...r, info: {} }), {}, { 'compose-hash': 'absent' }],
    ['another compose', (r) => ({ ...r, info: { tcb_info: { app_compose: '{}' } } }), {}, { 'compose-hash': 'fail' }],
    ['a missing event', (r) => ({ ...r, event_log: eventsOf(r).slice(1) }), {}, { 'rtmr-replay': 'fail' }],
    [
      'a forged payload under its old digest',
      (r) => ({
        ...r,
        event_log: eventsOf(r).map((e) => (e.event === 'key-provider' ? { ...e, event_payload: '00' } : e)),
      }),
      {},
      { 'rtmr-replay': 'fail' },
    ],
    ['no GPU', (r) => ({ ...r, nvidia_payload: {} }), {}, {}],
    [
      'GPUs without evidence',
      (r) => ({ ...r, nvidia_payload: { evidence_list: [] } }),
      {},
      { 'gpu-evidence': 'absent' },
    ],
    [
      'a quote cut off',
      (r) => ({ ...r, intel_quote: `${r.intel_quote}`.slice(0, -200) }),
      {},
      { 'quote-form': 'fail' },
    ],
    [
      'a flipped signature',
      (r) => ({ ...r, intel_quote: flipHex(`${r.intel_quote}`, 640) }),
      {},
      { 'quote-chain': 'fail' },
    ],
    [
      'a flipped signer',
      (r) => ({ ...r, intel_quote: flipHex(`${r.intel_quote}`, 570) }),
      {},
      { 'quote-chain': 'fail' },
    ],
  ])('with %s', async (_, change, context, expected) => {
    const { checks, measured } = await verify(change({ ...report, all_attestations: [] }), context)
    expect(gaps(checks)).toMatchObject(expected)
    if (Object.keys(expected).length === 0) expect(gaps(checks)).toEqual({})
    const isOfQuote = ['quote-form', 'quote-chain', 'collateral-valid', 'report-data'].some(
      (id) => expected[id] !== undefined,
    )
    expect(measured === null).toBe(isOfQuote)
  })

  it('reads the key of no field beside the quote', async () => {
    const { checks, observations } = await verify({ ...report, signing_address: OTHER, report_data: 'ff'.repeat(64) })
    expect(gaps(checks)).toEqual({})
    expect(observations.map(({ id }) => id)).toContain('stated-report-data')
  })

  it('takes the machine of a gateway that binds the signer', async () => {
    const gateway = { ...dstack, intel_quote: dstack?.quote, all_attestations: [report] }
    expect(gaps((await verify(gateway)).checks)).toEqual({})
    expect(gaps((await verify(gateway, { signer: OTHER })).checks)).toMatchObject({ 'report-data': 'absent' })
  })

  it('leaves open what dstack’s plain quote leaves open', async () => {
    const { checks, measured } = await verify(dstack, { signer: null })
    expect(gaps(checks)).toEqual({ 'report-data': 'absent', 'compose-hash': 'absent' })
    expect(measured).toMatchObject({ gpu: 'none', compose: null })
    expect(measured?.composeHash).toMatch(/^3763bc34/)
  })

  it('cannot judge the binary attestation with collateral from before its certificate', async () => {
    expect(gaps((await verify(lite)).checks)).toMatchObject({
      'collateral-valid': 'unavailable',
      'rtmr-replay': 'unavailable',
    })
  })
})

function flipHex(hex: string, byte: number): string {
  const digit = Number.parseInt(hex.charAt(2 * byte), 16) ^ 1
  return `${hex.slice(0, 2 * byte)}${digit.toString(16)}${hex.slice(2 * byte + 1)}`
}
