import { beforeAll, describe, expect, it } from 'vitest'
import { testKey } from '../../../testing/keys.js'
import {
  createGpuPki,
  createQuotePki,
  type GpuPki,
  type MintReportInput,
  mintOs,
  mintReport,
  type QuotePki,
  REPORT_FLAWS,
  type ReportFlawName,
} from '../../mint/index.js'
import type { TrustMaterial } from '../../trust.js'
import type { Check } from '../../verdict.js'
import { readReport } from './report.js'
import { type ReportContext, verifyEnclaveReport } from './verifyReport.js'

const AT = Date.UTC(2026, 10, 1)
const key = testKey(0x11)
const os = mintOs('test-os-1')
const compose = JSON.stringify({ docker_compose_file: 'services: {}', name: 'test' })
const NAMES = Object.keys(REPORT_FLAWS) as ReportFlawName[]

let pki: QuotePki
let gpuPki: GpuPki
let trust: Pick<TrustMaterial, 'quoteRoots' | 'gpuRoots' | 'osImages'>
beforeAll(async () => {
  pki = await createQuotePki()
  gpuPki = await createGpuPki()
  const { mrTd, rtmr0, rtmr1, rtmr2, name, imageHash } = os
  const image = { mrtd: [mrTd], rtmr0: [rtmr0], rtmr1: [rtmr1], rtmr2: [rtmr2] }
  const osImage = { name, imageHash, ...image, source: 'generated', from: '2026-01-01', until: null }
  trust = { quoteRoots: [pki.root], gpuRoots: [gpuPki.root], osImages: [osImage] }
})

async function verify(minted: Partial<MintReportInput> = {}, context: Partial<ReportContext> = {}) {
  const input = { form: 'broker' as const, signer: key.address, compose, os, at: AT, gpu: { pki: gpuPki }, ...minted }
  const { body } = await mintReport(pki, input)
  return verifyEnclaveReport(body, { at: AT, signer: key.address, trust, ...context })
}

/** The reason, and what was expected and found; long values by their beginning. */
function wordsOf({ reason, expected, found }: Check): string {
  const shown = expected === undefined && found === undefined ? '' : `${expected ?? 'none'} / ${found ?? 'none'}`
  return [reason, shown]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
    .replace(/\b([0-9a-f]{16})[0-9a-f]{16,}\b/g, '$1…')
}

const WORDS: Record<ReportFlawName, string> = {
  other_signer:
    'The quote binds another key. 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A / 0x90F79bf6EB2c4f870365E785982E1f101E93b906 (ascii-address)',
  unknown_report_data:
    'The report data bind the key in no known scheme. 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A / 5a5a5a5a5a5a5a5a…',
  signer_in_lower_case:
    'The report data bind the key in no known scheme. 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A / 3078313965376533…',
  signer_with_tail:
    'The report data bind the key in no known scheme. 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A / 3078313945374533…',
  event_payload_forged: 'The digest of the event "compose-hash" is not that of its payload.',
  event_digest_forged: 'The digest of the event "compose-hash" is not that of its payload.',
  event_missing: 'The event log is not the measured one. RTMR3 be1b1577971214f7… / RTMR3 f5fedb4b5e9151ca…',
  event_doubled: 'The event log is not the measured one. RTMR3 be1b1577971214f7… / RTMR3 7164ae22b06f6d10…',
  events_out_of_order: 'The event log is not the measured one. RTMR0 4824fb331d3c4d22… / RTMR0 7469c2af101fb634…',
  boot_event_changed: 'The event log is not the measured one. RTMR0 4824fb331d3c4d22… / RTMR0 e1d6f61c292576c2…',
  event_words_hidden: 'The log replays and leaves out what 1 events of RTMR3 say.',
  log_empty: 'The event log is not the measured one. RTMR0 4824fb331d3c4d22… / RTMR0 0000000000000000…',
  log_missing: 'The report publishes no event log.',
  compose_swapped: 'The published compose is not the measured one. 4a5784986110a521… / be8adda3c9c71568…',
  compose_missing: 'The measured compose is not published. 4a5784986110a521… / none',
  compose_measured_twice: 'Two compose hashes were measured while the machine booted.',
  compose_measured_late: 'The quote binds no compose.',
  config_id_other: 'RTMR3 and MRCONFIGID bind different composes. 4a5784986110a521… / 4b5784986110a521…',
  gpu_nonce_other: 'GPU 1 of 1 answered another nonce than that of this report. 07eada29c9737d00… / 06eada29c9737d00…',
  gpu_signature_other: 'GPU 1 of 1: its transcript is not signed by its certificate.',
  gpu_measurement_changed: 'GPU 1 of 1: its transcript is not signed by its certificate.',
  gpu_transcript_trailing: 'GPU 1 of 1: expected 291 bytes by its lengths, found 292.',
  gpu_not_in_force: 'GPU 1 of 1: certificate 1 was not in force.',
  gpu_leaf_is_authority: 'GPU 1 of 1: its first certificate is not that of a device.',
  gpu_doubled: 'The evidence of one GPU stands for several. 2 GPUs / 1',
  gpu_chain_foreign: 'GPU 1 of 1: its certificates end in a root that is not pinned.',
  gpu_without_evidence: 'The report names GPUs and brings no evidence of any.',
  quote_missing: 'The report cannot be read: quote: expected a quote.',
  quote_no_hex: 'The report cannot be read: quote: expected hex digits in pairs, or base64.',
  quote_truncated: 'The quote is not well-formed at its signature data. 3191 bytes / 3190',
  quote_changed: 'The attestation key did not sign the quote.',
  event_log_no_list: 'The report cannot be read: event_log: expected a list.',
  collateral_missing: "Intel's collateral for this platform and time is not at hand.",
  collateral_broken: 'collateral: expected JSON.',
  collateral_outdated: 'TCB info was not in force: from 2026-08-18T00:00:00Z to 2026-09-17T00:00:00Z.',
  enclave_debug: 'The TD can be debugged or profiled. none / 0100001000000000',
  platform_revoked: "Intel revoked this platform's TCB level.",
  not_json: 'The report cannot be read: report: expected JSON.',
  cut_off: 'The report cannot be read: report: expected JSON.',
  oversize: 'The report cannot be read: report: expected at most 4194304 bytes.',
  nested_too_deep: 'The report cannot be read: report: expected JSON nested at most 16 deep.',
}

describe('a flaw of a report', () => {
  it.each(NAMES)('%s is named in words', async (flaw) => {
    const { checks, observations, measured } = await verify({ flaw })
    const { check: id, status } = REPORT_FLAWS[flaw].expected
    const check = checks.find((one) => one.id === id)
    expect(check?.status).toBe(status)
    expect(check?.status === 'fail' ? check.fault : 'provider').toBe('provider')
    if (measured === null && id !== 'report-data') expect(observations).toEqual([])
    else if (id === 'gpu-evidence') expect(measured?.gpu).toBe('not-held')
    const words = check === undefined ? '' : wordsOf(check)
    if (flaw === 'gpu_chain_foreign')
      expect(words).toMatch(/^GPU 1 of 1: its certificates end in a root that is not pinned\. none \/ [0-9a-f]{16}…$/)
    else expect(words).toBe(WORDS[flaw])
    const rest = new Set(
      checks.flatMap(({ id: other, reason }) => (other !== id && reason !== undefined ? [reason] : [])),
    )
    if (id === 'quote-form' && /cannot be read/.test(words))
      expect(rest).toEqual(new Set(['Not looked at: the report cannot be read.']))
    else if (id !== 'report-data')
      for (const reason of rest) expect(reason).toBe(`Not looked at, the quote is not verified: ${check?.reason}`)
  })
})

describe('a report without flaws', () => {
  it('is shown whole', async () => {
    const { checks, observations } = await verify()
    expect(checks.map((check) => `${check.id} ${check.status} ${wordsOf(check)}`)).toEqual([
      'report-published pass ',
      'quote-form pass none / TDX quote, version 4',
      'quote-chain pass none / Touchstone Test SGX Root CA',
      'collateral-valid pass none / by @phala/dcap-qvl',
      'tcb-not-revoked pass none / UpToDate',
      'module-identity pass none / as the collateral describes it',
      'td-attributes pass none / debug off',
      'report-data pass none / 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A (ascii-address)',
      'rtmr-replay pass none / 13 events, 4 of 4',
      'compose-hash pass 4a5784986110a521… / 4a5784986110a521…',
      'gpu-evidence pass none / 1 of 1, Touchstone Test Device Identity CA',
    ])
    const platform = expect.stringMatching(/^platform-id: Platform [0-9a-f]{32}, FMSPC 70ae5e000000\.$/)
    expect(observations.map(({ id, text }) => `${id}: ${text}`)).toEqual([
      'tcb-status: TCB status UpToDate as of 2026-11-01T00:00:00Z, no advisories.',
      'freshness: Freshness: none. The report carries no nonce of the one who asked.',
      platform,
      'os-image: OS image test-os-1.',
      'key-provider: Keys of the enclave come from: local, 4a5784986110a521.',
      'app-id: App 4a5784986110a521c256503c76fbfb69e7658970.',
      'gpu-binding: Nothing signed binds the GPU evidence to this machine: the GPUs of another could have answered the same nonce.',
    ])
    for (const { question, evidence } of observations) expect([question, evidence]).toEqual(['enclave', []])
  })

  it('shows what was expected and found, or neither', async () => {
    const check = async (flaw: ReportFlawName) => {
      const { checks } = await verify({ flaw })
      return checks.find(({ id }) => id === 'gpu-evidence')
    }
    expect(Object.keys((await check('gpu_signature_other')) ?? {}).sort()).toEqual(
      ['evidence', 'fault', 'id', 'question', 'reason', 'status'].sort(),
    )
    expect(await check('unknown_report_data')).toEqual({
      ...{ id: 'gpu-evidence', question: 'enclave', status: 'absent', evidence: [] },
      reason: 'The quote names no nonce that GPU evidence could answer.',
    })
  })

  it('says whether GPUs were claimed, and shows each', async () => {
    const several = await verify({ gpu: { pki: gpuPki, devices: 2 } })
    expect(several.measured?.gpu).toBe('held')
    expect(several.checks.find(({ id }) => id === 'gpu-evidence')?.found).toMatch(/^2 of 2, /)
    const { body } = await mintReport(pki, { form: 'broker', signer: key.address, compose, os, at: AT })
    const bare = await verifyEnclaveReport(body, { at: AT, signer: key.address, trust })
    expect(bare.measured?.gpu).toBe('none')
    expect(bare.checks.map(({ id }) => id)).not.toContain('gpu-evidence')
    expect(bare.checks).toHaveLength(10)
  })

  it('is judged as read before', async () => {
    const { body } = await mintReport(pki, { form: 'broker', signer: key.address, compose, os, at: AT })
    const context = { at: AT, signer: key.address, trust }
    const [read, served] = [readReport(body), await verifyEnclaveReport(body, context)]
    expect(await verifyEnclaveReport(read, context)).toEqual(served)
    expect(await verifyEnclaveReport(JSON.parse(new TextDecoder().decode(body)), context)).toEqual(served)
    const unread = await verifyEnclaveReport({ quote: null }, context)
    expect(unread.observations).toEqual([])
    expect(unread.checks[1]?.reason).toBe('The report cannot be read: quote: expected a quote.')
  })

  it('is judged for a second time as well', async () => {
    const now = async (at: number, more: Partial<ReportContext> = {}) => {
      const { observations } = await verify({}, { now: at, ...more })
      return observations.find(({ id }) => id === 'tcb-now')?.text
    }
    expect(await now(AT + 1000)).toBe('TCB status UpToDate as of 2026-11-01T00:00:01Z, no advisories.')
    expect(await now(Date.UTC(2027, 0, 1))).toMatch(
      /^As of 2027-01-01T00:00:00Z the quote could not be judged again: TCB info was not in force: /,
    )
    expect(await now(Number.NaN)).toMatch(/^As of that time the quote could not be judged again: /)
    expect(await now(AT, { collateralNow: 'x' })).toBe(
      'As of 2026-11-01T00:00:00Z the quote could not be judged again: collateral: expected JSON.',
    )
  })

  it('shows which key it binds where none is asked for', async () => {
    const { checks, measured } = await verify({}, { signer: null })
    expect(checks.every(({ status }) => status === 'pass')).toBe(true)
    expect(measured).not.toBeNull()
    const unknown = await verify({ flaw: 'unknown_report_data' }, { signer: null })
    expect(unknown.checks.find(({ id }) => id === 'report-data')).toMatchObject({
      ...{ status: 'absent', reason: 'The report data name no key in a known scheme.', found: '5a'.repeat(64) },
    })
  })

  it('has the TCB status and advisories of its platform', async () => {
    const { observations } = await verify({ tcbStatus: 'OutOfDate', advisories: ['B', 'A'] })
    expect(observations[0]?.text).toMatch(/^TCB status OutOfDate as of 2026-11-01T00:00:00Z, /)
  })
})
