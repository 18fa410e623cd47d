import { beforeAll, describe, expect, it } from 'vitest'
import { testKey } from '../../testing/keys.js'
import { type Check, conclude, isAuthoredBy, readReport, type TrustMaterial, verifyEnclaveReport } from '../index.js'
import {
  createGpuPki,
  createQuotePki,
  exportGpuPki,
  type GpuPki,
  importGpuPki,
  type MintReportInput,
  mintCollateral,
  mintGpuEvidence,
  mintOs,
  mintReport,
  mintSgxQuote,
  type QuotePki,
  REPORT_FLAWS,
  type ReportFlawName,
  signReport,
} from './index.js'

const AT = Date.UTC(2026, 10, 1)
const key = testKey(0x11)
const os = mintOs('test-os-1')
const compose = JSON.stringify({ docker_compose_file: 'services: {}', name: 'test' })

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

function input(changes: Partial<MintReportInput> = {}): MintReportInput {
  return { form: 'broker', signer: key.address, compose, os, at: AT, gpu: { pki: gpuPki }, ...changes }
}
async function verify(changes: Partial<MintReportInput> = {}) {
  const { body } = await mintReport(pki, input(changes))
  return verifyEnclaveReport(body, { at: AT, signer: key.address, trust })
}
function gaps(checks: readonly Check[]): Record<string, string> {
  return Object.fromEntries(checks.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]))
}

describe('a minted report', () => {
  it.each<[string, Partial<MintReportInput>]>([
    ['of a broker', {}],
    ['of a broker, with its encryption key', { encryptionKey: new Uint8Array(32).fill(9) }],
    ['of a gateway', { form: 'gateway' }],
    ['of a gateway, with a nonce', { form: 'gateway', nonce: new Uint8Array(32).fill(3) }],
  ])('%s passes every check', async (_, changes) => {
    const { checks, observations, measured } = await verify(changes)
    expect(gaps(checks)).toEqual({})
    expect(checks.map(({ id }) => id)).toContain('gpu-evidence')
    expect(conclude({ kind: 'enclave-report' }, checks).outcome).toBe('verified')
    expect(observations.find(({ id }) => id === 'os-image')?.text).toBe('OS image test-os-1.')
    expect(measured).toMatchObject({ compose, osImageHash: os.imageHash, gpu: 'held', mrTd: os.mrTd })
  })

  it('passes without GPUs, and with several', async () => {
    const { checks, measured } = await verify({ gpu: undefined } as unknown as Partial<MintReportInput>)
    expect(gaps(checks)).toEqual({})
    expect(measured?.gpu).toBe('none')
    const four = await verify({ gpu: { pki: gpuPki, devices: 4 } })
    expect(four.checks.find(({ id }) => id === 'gpu-evidence')?.found).toMatch(/^4 of 4/)
  })

  it('shows a bad TCB status and passes', async () => {
    const { checks, observations } = await verify({ tcbStatus: 'OutOfDate', advisories: ['INTEL-SA-00001'] })
    expect(gaps(checks)).toEqual({})
    expect(observations.find(({ id }) => id === 'tcb-status')?.text).toMatch(
      /OutOfDate as of 2026-11-01.*INTEL-SA-00001/,
    )
  })

  it('means nothing to a network that does not trust its roots', async () => {
    const { body } = await mintReport(pki, input())
    const stranger = await createQuotePki()
    const context = { at: AT, signer: key.address, trust: { ...trust, quoteRoots: [stranger.root] } }
    const { checks, measured } = await verifyEnclaveReport(body, context)
    expect(checks.find(({ id }) => id === 'quote-chain')?.status).not.toBe('pass')
    expect(measured).toBeNull()
    const otherGpus = { ...trust, gpuRoots: [(await createGpuPki()).root] }
    const judged = await verifyEnclaveReport(body, { at: AT, signer: key.address, trust: otherGpus })
    expect(gaps(judged.checks)).toEqual({ 'gpu-evidence': 'absent' })
  })

  it('is its signer’s word by the header, and nobody’s after a change', async () => {
    const { body } = await mintReport(pki, input())
    const signature = signReport(body, key.signDigest)
    expect(isAuthoredBy(body, signature, key.address)).toBe(true)
    expect(isAuthoredBy(body, signature, testKey(0x12).address)).toBe(false)
    expect(isAuthoredBy(body.with(9, 0x20), signature, key.address)).toBe(false)
    expect(isAuthoredBy(body, null, key.address)).toBe(false)
    expect(isAuthoredBy(body, '0x', key.address)).toBe(false)
    expect(
      isAuthoredBy(
        body,
        key.signText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)),
        key.address,
      ),
    ).toBe(false)
  })
})

describe('a report of another form', () => {
  const context = () => ({ at: AT, signer: key.address, trust })

  it('that leaves out boot events replays RTMR3, and leaves the rest open', async () => {
    const report = readReport((await mintReport(pki, input())).body)
    const events = (report.events ?? []).filter(({ register }) => register === 3)
    const { checks, measured } = await verifyEnclaveReport({ ...report, form: 'attestation', events }, context())
    expect(gaps(checks)).toEqual({ 'rtmr-replay': 'absent' })
    expect(measured).toMatchObject({ compose, osImageHash: os.imageHash })
    const cut = await verifyEnclaveReport({ ...report, form: 'attestation', events: events.slice(1) }, context())
    expect(gaps(cut.checks)).toMatchObject({ 'rtmr-replay': 'fail' })
    const asQuote = await verifyEnclaveReport({ ...report, events }, context())
    expect(gaps(asQuote.checks)).toMatchObject({ 'rtmr-replay': 'fail' })
  })

  it('of an SGX enclave has neither registers nor a TDX module', async () => {
    const { reportData } = await mintReport(pki, input())
    const report = { ...readReport((await mintReport(pki, input())).body), gpu: null }
    const quote = mintSgxQuote(pki, { reportData })
    const collateral = await mintCollateral(pki, { at: AT, tee: 'sgx' })
    const { checks, measured } = await verifyEnclaveReport({ ...report, quote }, { ...context(), collateral })
    const open = { 'module-identity': 'absent', 'rtmr-replay': 'absent', 'compose-hash': 'absent' }
    expect(gaps(checks)).toEqual(open)
    expect(measured).toBeNull()
  })
})

const NAMES = Object.keys(REPORT_FLAWS) as ReportFlawName[]
const OF_BROKERS: readonly string[] = ['signer_in_lower_case', 'signer_with_tail']
const CASES = NAMES.flatMap((name) =>
  OF_BROKERS.includes(name)
    ? [['broker', name] as const]
    : (['broker', 'gateway'] as const).map((form) => [form, name] as const),
)

describe('a flaw of a report', () => {
  it.each(CASES)('%s: %s is found where the table says, and nothing else fails', async (form, flaw) => {
    const { checks } = await verify({ form, flaw })
    const { check, status } = REPORT_FLAWS[flaw].expected
    expect(gaps(checks)[check]).toBe(status)
    const failing = checks.filter((one) => one.status === 'fail').map(({ id }) => id)
    expect(failing).toEqual(status === 'fail' ? [check] : [])
    expect(conclude({ kind: 'enclave-report' }, checks).outcome).not.toBe('verified')
  })
})

describe('a GPU PKI', () => {
  it('is the same after a restart', async () => {
    const again = await importGpuPki(JSON.parse(JSON.stringify(exportGpuPki(gpuPki))))
    expect(again).toEqual(gpuPki)
    const nonce = '07'.repeat(32)
    expect(mintGpuEvidence(again, nonce)).toEqual(mintGpuEvidence(gpuPki, nonce))
    await expect(importGpuPki({ format: 'x', seed: '' } as never)).rejects.toThrow(RangeError)
  })

  it('gives each GPU a certificate of its own', () => {
    const { evidence_list } = mintGpuEvidence(gpuPki, '07'.repeat(32), undefined, 3)
    expect(new Set(evidence_list.map(({ certificate }) => certificate)).size).toBe(3)
  })
})

describe('every byte of a minted report', () => {
  it('is under the quote, or says nothing: no flip makes a pass say something else', async () => {
    const { body, reportData } = await mintReport(pki, input())
    const expected = await verifyEnclaveReport(body, { at: AT, signer: key.address, trust })
    const step = Math.ceil(body.length / 150)
    for (let at = 3; at < body.length; at += step) {
      const changed = body.with(at, (body[at] ?? 0) ^ 1)
      const { checks, measured } = await verifyEnclaveReport(changed, { at: AT, signer: key.address, trust })
      if (conclude({ kind: 'enclave-report' }, checks).outcome !== 'verified') continue
      // GPU evidence whose key was misspelt away claims nothing.
      expect({ ...measured, gpu: 'held' }, `byte ${at}`).toEqual(expected.measured)
      expect(readReport(changed).quote.subarray(568, 632)).toEqual(reportData)
    }
  }, 30_000)
})
