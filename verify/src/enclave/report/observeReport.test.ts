import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { bareReport, sgxQuote, tdxQuote } from '../../../testing/reports.js'
import type { OsImage } from '../../trust.js'
import type { Quote } from '../quote/types.js'
import type { JudgeContext } from './judgeContext.js'
import type { MeasuredLog } from './measuredLog.js'
import { observeReport } from './observeReport.js'
import type { Report } from './report.js'

const AT = Date.UTC(2026, 10, 1)
const REPORT_DATA = Uint8Array.from({ length: 64 }, (_, at) => (at < 20 ? at + 1 : 0))

interface Given {
  report?: Partial<Report>
  quote?: Quote
  advisories?: string[]
  ppid?: string
  log?: Partial<MeasuredLog>
  osImages?: OsImage[]
  authored?: boolean
  nonce?: string | null
  binding?: null
}

/** Every observation by its id. */
function observe(given: Given = {}): Record<string, string> {
  const { quote = tdxQuote({ reportData: REPORT_DATA }), osImages = [], authored = false, advisories = [] } = given
  const genuine = { kind: 'genuine', quote, root: 'Root', verifiers: ['a'], tcbStatus: 'UpToDate', advisories } as const
  const trust = { quoteRoots: [], gpuRoots: [], osImages }
  const context: JudgeContext = { collateral: null, at: AT, signer: null, trust, authored }
  const binding = given.binding === null ? null : ({ scheme: 'address-nonce', nonce: given.nonce ?? null } as const)
  const log: MeasuredLog = { checks: [], events: [], composeHash: null, configId: { kind: 'none' }, ...given.log }
  const judgement = { ...genuine, ppid: given.ppid ?? 'aa', fmspc: 'bb' }
  const observations = observeReport(bareReport(given.report), judgement, { binding, log, context })
  for (const { question, evidence } of observations) expect([question, evidence]).toEqual(['enclave', []])
  return Object.fromEntries(observations.map(({ id, text }) => [id, text]))
}
/** Events of the platform with that payload. */
function logged(name: string, payload: string | Uint8Array): Given {
  const bytes = typeof payload === 'string' ? utf8ToBytes(payload) : payload
  const ready = { name: 'system-ready', payload: new Uint8Array() }
  return { log: { events: [{ name, payload: bytes }, ready] } }
}

describe('observations of a report', () => {
  it('are few where little is known', () => {
    expect(observe({ ppid: '', binding: null })).toEqual({
      'tcb-status': 'TCB status UpToDate as of 2026-11-01T00:00:00Z, no advisories.',
      'platform-id': 'Platform without PPID, FMSPC bb.',
      'os-image': 'OS image unknown.',
      'gpu-none': 'The report claims no GPU evidence: what the GPUs of the machine are is not known.',
    })
    expect(observe({ quote: sgxQuote() })['os-image']).toBeUndefined()
  })

  it('name advisories, platform and nonce', () => {
    const seen = observe({ advisories: ['A', 'B'], nonce: '0102' })
    expect(seen['tcb-status']).toBe('TCB status UpToDate as of 2026-11-01T00:00:00Z, A, B.')
    expect(seen['platform-id']).toBe('Platform aa, FMSPC bb.')
    expect(seen.freshness).toBe('Freshness: nonce-bound, 0102.')
    expect(observe().freshness).toBe('Freshness: none. The report carries no nonce of the one who asked.')
  })

  it('say what nothing signed binds', () => {
    const gpu = { nonce: null, devices: [] }
    const unbound = observe({ report: { gpu } })
    expect(unbound['gpu-binding']).toBe(
      'Nothing signed binds the GPU evidence to this machine: the GPUs of another could have answered the same nonce.',
    )
    expect(unbound['gpu-none']).toBeUndefined()
    const authored = observe({ report: { gpu }, authored: true })
    expect([authored['gpu-binding'], authored['gpu-none']]).toEqual([undefined, undefined])
    expect(observe({ authored: true })['gpu-binding']).toBeUndefined()
  })

  it('name an OS image by all four of its measurements', () => {
    const [mrTd, ...registers] = ['7d', '00', '01', '02', '03'].map((byte) => hexToBytes(byte.repeat(48)))
    const [r0, r1, r2, r3] = registers
    if (!mrTd || !r0 || !r1 || !r2 || !r3) throw new Error('five measurements')
    const quote = tdxQuote({ mrTd, rtmr: [r0, r1, r2, r3] })
    const hex = (byte: string) => [byte.repeat(48)]
    const image: OsImage = {
      ...{ name: 'os-1', imageHash: '', source: 'generated', from: '2026-01-01', until: null },
      ...{ mrtd: hex('7d'), rtmr0: ['ff', ...hex('00')], rtmr1: hex('01'), rtmr2: hex('02') },
    }
    const named = (changes: Partial<OsImage>) => observe({ quote, osImages: [{ ...image, ...changes }] })['os-image']
    expect(named({})).toBe('OS image os-1.')
    for (const part of ['mrtd', 'rtmr0', 'rtmr1', 'rtmr2'] as const)
      for (const known of [hex('ee'), []]) expect(named({ [part]: known }), part).toBe('OS image unknown.')
  })

  it('name the provider of the keys, as far as the platform can be read', () => {
    const keys = (payload: string | Uint8Array) => observe(logged('key-provider', payload))['key-provider']
    const unreadable = 'The provider of the keys of the enclave cannot be read.'
    expect(keys('{"name":"kms","id":"3059"}')).toBe('Keys of the enclave come from: kms, 3059.')
    expect(keys('{"name":"none","id":""}')).toBe('Keys of the enclave come from: none, without id.')
    expect(keys(`{"name":"${'n'.repeat(64)}","id":"${'i'.repeat(1024)}"}`)).toMatch(/n, i{1024}\.$/)
    for (const payload of [
      ...['', '{', '[]', 'null', '"kms"', '{"id":"1"}', '{"name":"kms"}', '{"name":1,"id":"1"}'],
      `{"name":"${'n'.repeat(65)}","id":""}`,
      `{"name":"kms","id":"${'i'.repeat(1025)}"}`,
      Uint8Array.of(0xff),
    ])
      expect(keys(payload), `${payload}`).toBe(unreadable)
    expect(observe()['key-provider']).toBeUndefined()
  })

  it('name the app, the form of MRCONFIGID and padding', () => {
    expect(observe(logged('app-id', hexToBytes('beef')))['app-id']).toBe('App beef.')
    expect(observe()['app-id']).toBeUndefined()
    expect(observe({ log: { configId: { kind: 'other', version: 2 } } })['config-id']).toBe(
      'MRCONFIGID has form 2, which does not show the compose that it binds.',
    )
    expect(observe({ log: { configId: { kind: 'compose', hash: '00' } } })['config-id']).toBeUndefined()
    expect(observe({ quote: tdxQuote({ padding: 12 }) })['quote-padding']).toBe('12 zero bytes stand behind the quote.')
    expect(observe()['quote-padding']).toBeUndefined()
  })

  it('compare what the report states with the report data of the quote', () => {
    const stated = (bytes: Uint8Array | null) => observe({ report: { statedReportData: bytes } })['stated-report-data']
    const differs = 'The field report_data differs from the report data in the quote, which alone count.'
    for (const same of [null, REPORT_DATA, REPORT_DATA.subarray(0, 20), REPORT_DATA.subarray(0, 42)])
      expect(stated(same)).toBeUndefined()
    for (const other of [
      ...[new Uint8Array(), new Uint8Array(64), REPORT_DATA.subarray(0, 19), REPORT_DATA.with(63, 1)],
      Uint8Array.from([...REPORT_DATA, 0]),
    ])
      expect(stated(other)).toBe(differs)
  })
})
