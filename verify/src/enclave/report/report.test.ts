import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../../testing/fixtures.js'
import { toBase64 } from '../../base64.js'
import { MAX_REPORT_BYTES, readReport } from './report.js'
import { ReportError } from './reportError.js'

const QUOTE = '0400020081000000'
const DIGEST = 'ab'.repeat(48)
const EVENT = { imr: 3, event_type: 0x08000001, digest: DIGEST, event: 'app-id', event_payload: 'beef' }

function read(object: unknown) {
  return readReport(JSON.stringify(object))
}

/** The error of reading, as `field: expected` and kind. */
function refusal(input: unknown): string {
  try {
    readReport(typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input))
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('readReport, JSON', () => {
  it('reads what a broker serves: event log and compose as JSON within texts', () => {
    const report = read({
      quote: QUOTE,
      event_log: JSON.stringify([EVENT]),
      report_data: toBase64(utf8ToBytes('0xabc')),
      tcb_info: JSON.stringify({ app_compose: '{"name":"x"}' }),
      nvidia_payload: {},
      collateral: { tcb_info: '{}' },
    })
    expect(report).toMatchObject({ form: 'quote', compose: '{"name":"x"}', gpu: null, others: [] })
    expect(bytesToHex(report.quote)).toBe(QUOTE)
    expect(report.events).toEqual([
      { register: 3, type: 0x08000001, digest: hexToBytes(DIGEST), name: 'app-id', payload: hexToBytes('beef') },
    ])
    expect(report.collateral).toEqual({ tcb_info: '{}' })
    expect(report.statedReportData).toEqual(utf8ToBytes('0xabc'))
  })

  it('reads what a gateway serves: lists and objects as they are, and further machines', () => {
    const machine = (quote: string) => ({ intel_quote: quote, info: { tcb_info: { event_log: [EVENT] } } })
    const report = read({ ...machine(`0x${QUOTE}`), all_attestations: [machine(QUOTE), machine(`${QUOTE}01`)] })
    expect(report.form).toBe('gateway')
    expect(report.events).toHaveLength(1)
    expect(report.others.map(({ quote }) => bytesToHex(quote))).toEqual([`${QUOTE}01`])
  })

  it('reads a quote alone, and a quote in base64', () => {
    expect(read({ quote: QUOTE })).toMatchObject({ events: null, compose: null, gpu: null, collateral: null })
    expect(read({ quote: toBase64(hexToBytes(QUOTE)) }).quote).toEqual(hexToBytes(QUOTE))
  })

  it('reads GPU evidence as a list, and within a text', () => {
    const evidence = {
      certificate: toBase64(utf8ToBytes('PEM')),
      evidence: toBase64(hexToBytes('11e0')),
      arch: 'HOPPER',
    }
    const device = { chain: 'PEM', transcript: hexToBytes('11e0'), arch: 'HOPPER' }
    expect(read({ quote: QUOTE, nvidia_payload: [evidence] }).gpu).toEqual({ nonce: null, devices: [device] })
    const text = JSON.stringify({ nonce: 'ff', evidence_list: [evidence] })
    expect(read({ quote: QUOTE, nvidia_payload: text }).gpu).toEqual({ nonce: hexToBytes('ff'), devices: [device] })
  })

  it.each([
    ['no JSON', '{"quote":', 'unknown report: expected JSON'],
    ['a list', [], 'unknown report: expected an object with a quote'],
    ['no quote', { event_log: [] }, 'unknown quote: expected a quote'],
    ['an inherited quote', '{"__proto__":{"quote":"00"}}', 'unknown quote: expected a quote'],
    ['a number as quote', { quote: 4 }, 'malformed quote: expected text'],
    ['odd digits', { quote: '040' }, 'malformed quote: expected hex digits in pairs, or base64'],
    ['a long quote', { quote: '00'.repeat(65_537) }, 'malformed quote: expected at most 65536 bytes'],
    ['events as number', { quote: QUOTE, event_log: 1 }, 'malformed event_log: expected a list'],
    ['events as broken text', { quote: QUOTE, event_log: '[' }, 'malformed event_log: expected JSON'],
    ['too many events', { quote: QUOTE, event_log: new Array(2049).fill(EVENT) }, /a list of at most 2048 entries/],
    [
      'a fifth register',
      { quote: QUOTE, event_log: [{ ...EVENT, imr: 4 }] },
      /imr: expected a whole number from 0 to 3/,
    ],
    [
      'a register as text',
      { quote: QUOTE, event_log: [{ ...EVENT, imr: '3' }] },
      /event_log\[0\].imr: expected a whole/,
    ],
    [
      'a short digest',
      { quote: QUOTE, event_log: [{ ...EVENT, digest: 'ab' }] },
      /event_log\[0\].digest: expected 48 bytes/,
    ],
    [
      'a payload that is no hex',
      { quote: QUOTE, event_log: [{ ...EVENT, event_payload: 'xx' }] },
      /event_payload: expected hex/,
    ],
    [
      'a negative type',
      { quote: QUOTE, event_log: [{ ...EVENT, event_type: -1 }] },
      /event_type: expected a whole number/,
    ],
    ['a compose that is no text', { quote: QUOTE, app_compose: {} }, 'malformed app_compose: expected text'],
    ['a list as info', { quote: QUOTE, info: [] }, 'malformed info: expected an object'],
    ['a number as collateral', { quote: QUOTE, collateral: 1 }, 'malformed collateral: expected an object'],
    [
      'GPU evidence without a list',
      { quote: QUOTE, nvidia_payload: { nonce: '00' } },
      /nvidia_payload.evidence_list: expected/,
    ],
    [
      'GPU evidence without a chain',
      { quote: QUOTE, nvidia_payload: [{}] },
      /nvidia_payload\[0\].certificate: expected text/,
    ],
    [
      'a nested report in the list',
      { quote: QUOTE, all_attestations: [1] },
      /all_attestations\[0\]: expected an object/,
    ],
    [
      'too many machines',
      { quote: QUOTE, all_attestations: new Array(17).fill({ quote: QUOTE }) },
      /at most 16 entries/,
    ],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), 'unknown report: expected UTF-8'],
    ['nothing', '', 'unknown report: expected JSON'],
  ])('refuses %s', (_, input, expected) => {
    expect(refusal(input)).toMatch(expected)
  })

  it('refuses depth and size before it parses', () => {
    expect(refusal(`{"quote":${'['.repeat(100_000)}`)).toMatch(/JSON nested at most 16 deep/)
    expect(refusal(' '.repeat(MAX_REPORT_BYTES + 1))).toMatch(/at most 4194304 bytes/)
    expect(refusal(new Uint8Array(MAX_REPORT_BYTES + 1))).toMatch(/at most 4194304 bytes/)
  })

  it('lets the last of two keys count, and words beside the quote mean nothing', () => {
    expect(bytesToHex(readReport(`{"quote":"00","quote":"${QUOTE}","constructor":1,"report_data":7}`).quote)).toBe(
      QUOTE,
    )
    expect(read({ quote: QUOTE, report_data: 'no hex', tls_cert_fingerprint: 3 })).toMatchObject({
      statedReportData: null,
      tlsFingerprint: null,
    })
  })

  it('throws nothing but ReportError, whatever comes', () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom(QUOTE, '[]', '{}', '0x'))
    const fields = ['quote', 'intel_quote', 'event_log', 'info', 'tcb_info', 'nvidia_payload', 'all_attestations']
    const report = fc.dictionary(fc.constantFrom(...fields, 'attestation', 'collateral', '__proto__'), part)
    fc.assert(
      fc.property(
        fc.oneof(
          report.map((value) => JSON.stringify(value)),
          fc.string(),
          fc.uint8Array(),
        ),
        (input) => {
          expect(typeof refusal(input)).toBe('string')
        },
      ),
      { numRuns: 3000 },
    )
  })
})

const LITE = 'tee/dstack-tdx-lite-attestation.json'
const lite = findFixture<{ attestation: string }>(LITE)

describe.skipIf(lite === undefined)(lite ? 'readReport, binary' : skipReason(LITE, 3), () => {
  const hex = lite?.attestation ?? ''
  const bytes = hexToBytes(hex)

  it('reads JSON, hex and bytes alike', () => {
    const reports = [JSON.stringify(lite), `0x${hex}\n`, utf8ToBytes(hex), bytes].map(readReport)
    expect(new Set(reports.map((report) => JSON.stringify(report))).size).toBe(1)
    expect(reports[0]).toMatchObject({ form: 'attestation', compose: null })
    expect(reports[0]?.quote).toHaveLength(5006)
    expect(reports[0]?.events?.filter(({ register }) => register === 3)).toHaveLength(9)
  })

  it('refuses every truncation, trailing bytes and other versions', () => {
    for (let length = 1; length < bytes.length; length += 7)
      expect(refusal(bytes.slice(0, length))).not.toBe('accepted')
    expect(refusal(bytes.slice(0, -1))).toMatch(/config: expected/)
    expect(refusal(`${hex}00`)).toMatch(/nothing behind the end, found 1 bytes/)
    expect(refusal({ attestation: `01${hex.slice(2)}` })).toMatch(/unknown attestation.version: expected 0/)
    expect(refusal({ attestation: `0001${hex.slice(4)}` })).toMatch(/unknown attestation.kind/)
  })

  it('never allocates by a length field, and takes lengths in their shortest form only', () => {
    expect(refusal(hexToBytes('0000feffffff'))).toMatch(/quote: expected at most 65536 bytes/)
    expect(refusal(hexToBytes('000003ffffffff'))).toMatch(/quote: expected a length below 2\^30/)
    expect(refusal(hexToBytes('00000500ff'))).toMatch(/shortest form/)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        refusal(bytes.with(at, (bytes[at] ?? 0) ^ flip))
      }),
      { numRuns: 1000 },
    )
  })
})
