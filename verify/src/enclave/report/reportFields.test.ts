import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { MAX_REPORT_BYTES, type Report, readReport } from './report.js'
import { ReportError } from './reportError.js'

const QUOTE = '0400020081000000'
const EVENT = { imr: 0, event_type: 1, digest: 'ab'.repeat(48), event: 'a', event_payload: '' }
const names = ({ events }: Report) => events?.map(({ name }) => name) ?? null

function read(object: Record<string, unknown>): Report {
  return readReport(JSON.stringify({ quote: QUOTE, ...object }))
}
function refusal(object: Record<string, unknown>): string {
  return refusalOf(JSON.stringify({ quote: QUOTE, ...object }))
}
function refusalOf(input: string | Uint8Array): string {
  try {
    readReport(input)
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('fields of a report', () => {
  it('are all null where there is a quote alone', () => {
    const nothing = { events: null, compose: null, gpu: null, collateral: null, others: [] }
    const expected = { form: 'quote', quote: hexToBytes(QUOTE), tlsFingerprint: null, statedReportData: null }
    expect(read({})).toEqual({ ...expected, ...nothing })
    const empty = { event_log: '', tcb_info: '', app_compose: '', nvidia_payload: '', collateral: '' }
    expect(read({ ...empty, tls_cert_fingerprint: '', report_data: '', info: null })).toEqual({
      ...expected,
      ...nothing,
    })
  })

  it('may be those of a gateway, whose quote counts before the other', () => {
    expect(read({ intel_quote: '0102' })).toMatchObject({ form: 'gateway', quote: Uint8Array.of(1, 2) })
    expect(read({ intel_quote: null })).toMatchObject({ form: 'quote', quote: hexToBytes(QUOTE) })
  })

  it('are looked for in both places: the log outside first, the compose inside first', () => {
    const inside = { app_compose: 'in', event_log: [{ ...EVENT, event: 'in' }] }
    const outside = { app_compose: 'out', event_log: [{ ...EVENT, event: 'out' }] }
    const seen = (object: Record<string, unknown>) => {
      const report = read(object)
      return [report.compose, names(report)]
    }
    expect(seen({ ...outside, tcb_info: inside })).toEqual(['in', ['out']])
    expect(seen({ ...outside, info: { tcb_info: JSON.stringify(inside) } })).toEqual(['in', ['out']])
    expect(seen({ tcb_info: inside })).toEqual(['in', ['in']])
    expect(seen(outside)).toEqual(['out', ['out']])
    // An info without it does not make way for the other place.
    expect(seen({ info: {}, tcb_info: inside })).toEqual([null, null])
    expect(seen({ ...outside, tcb_info: {} })).toEqual(['out', ['out']])
  })

  it('that decide nothing may be anything, and count up to their length', () => {
    const aside = (value: unknown) => {
      const { statedReportData, tlsFingerprint } = read({ report_data: value, tls_cert_fingerprint: value })
      return [statedReportData?.length ?? null, tlsFingerprint?.length ?? null]
    }
    expect(aside('00'.repeat(32))).toEqual([32, 32])
    expect(aside('00'.repeat(33))).toEqual([33, null])
    expect(aside('00'.repeat(1024))).toEqual([1024, null])
    expect(aside('00'.repeat(1025))).toEqual([null, null])
    for (const value of ['zz', 7, {}, []]) expect(aside(value)).toEqual([null, null])
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a long quote', { quote: '00'.repeat(65_537) }, 'quote: expected at most 65536 bytes'],
    ['a long quote of a gateway', { intel_quote: '00'.repeat(65_537) }, 'intel_quote: expected at most 65536 bytes'],
    [
      'a long compose',
      { app_compose: ' '.repeat(1_048_577) },
      'app_compose: expected text of at most 1048576 characters',
    ],
    ['long collateral', { collateral: ' '.repeat(524_289) }, 'collateral: expected text of at most 524288 characters'],
    ['info that is no object', { info: 'x' }, 'info: expected an object'],
    ['TCB info that is no object', { info: { tcb_info: [] } }, 'info.tcb_info: expected an object'],
    ['TCB info that is broken text', { tcb_info: '{' }, 'tcb_info: expected JSON'],
    ['an event that is none', { tcb_info: { event_log: [1] } }, 'event_log[0]: expected an event'],
    ['GPUs that are none', { nvidia_payload: 7 }, 'nvidia_payload: expected a list'],
    ['collateral that is a list', { collateral: [] }, 'collateral: expected an object'],
    ['an attestation that is no hex', { attestation: 'zz' }, 'attestation: expected hex digits in pairs'],
    ['machines that are no list', { all_attestations: {} }, 'all_attestations: expected a list'],
    ['a machine that is none', { all_attestations: [1] }, 'all_attestations[0]: expected an object'],
    [
      'broken TCB info of another machine',
      { all_attestations: [{ quote: QUOTE }, { quote: '00', info: { tcb_info: 1 } }] },
      'all_attestations[1].info.tcb_info: expected an object',
    ],
    [
      'a broken compose of another machine',
      { all_attestations: [{ quote: '00', app_compose: 1 }] },
      'all_attestations[0].app_compose: expected text',
    ],
    [
      'a broken log of another machine',
      { all_attestations: [{ quote: '00', event_log: 1 }] },
      'all_attestations[0].event_log: expected a list',
    ],
    [
      'broken GPUs of another machine',
      { all_attestations: [{ quote: '00', nvidia_payload: 1 }] },
      'all_attestations[0].nvidia_payload: expected a list',
    ],
    [
      'broken collateral of another machine',
      { all_attestations: [{ quote: '00', collateral: 1 }] },
      'all_attestations[0].collateral: expected an object',
    ],
    [
      'a broken quote of another machine',
      { all_attestations: [{ quote: 'zz' }] },
      'all_attestations[0].quote: expected hex digits in pairs, or base64',
    ],
  ])('are refused with %s', (_, object, expected) => {
    expect(refusal(object)).toBe(`malformed ${expected}`)
  })

  it('of another machine are no report without a quote, and list no machines of their own', () => {
    expect(refusal({ all_attestations: [{}] })).toBe('unknown all_attestations[0].quote: expected a quote')
    const { others } = read({ all_attestations: [{ quote: '00', all_attestations: [{ quote: '01' }] }] })
    expect(others).toMatchObject([{ quote: Uint8Array.of(0), others: [] }])
    expect(read({ all_attestations: new Array(16).fill({ quote: QUOTE }) }).others).toEqual([])
  })
})

describe('a report as a whole', () => {
  it('may have 4 MiB', () => {
    expect(MAX_REPORT_BYTES).toBe(4 * 1024 * 1024)
    // Of a form that ends with its second byte: nothing walks through the rest.
    const full = new Uint8Array(MAX_REPORT_BYTES).fill(1, 1)
    expect(refusalOf(full)).toBe('unknown report.kind: expected 0, dstack on TDX')
    expect(refusalOf(new Uint8Array(MAX_REPORT_BYTES + 1))).toBe('unknown report: expected at most 4194304 bytes')
  })

  it('may be the hex of a binary attestation, with a line end, or its bytes', () => {
    // Version, kind, an empty quote, no events, report data, no configuration.
    const hex = `0000000000${'00'.repeat(64)}00`
    const expected = { form: 'attestation', quote: new Uint8Array(), events: [], compose: null, gpu: null }
    const inputs = [
      hex,
      `0x${hex}`,
      `${hex}\r\n`,
      hexToBytes(hex),
      utf8ToBytes(hex),
      JSON.stringify({ attestation: hex }),
    ]
    for (const input of inputs) {
      expect(readReport(input)).toEqual({
        ...expected,
        ...{ collateral: null, tlsFingerprint: null, statedReportData: null, others: [] },
      })
    }
    expect(refusalOf(` ${hex}`)).toBe('unknown report: expected JSON')
    expect(refusalOf(`${hex}zz`)).toBe('malformed report: expected hex digits in pairs')
    expect(refusalOf(`${hex}00`)).toBe('malformed report: expected nothing behind the end, found 1 bytes')
    expect(refusalOf(JSON.stringify({ attestation: `${hex}00` }))).toBe(
      'malformed attestation: expected nothing behind the end, found 1 bytes',
    )
    expect(refusalOf('1')).toBe('unknown report: expected an object with a quote')
  })
})
