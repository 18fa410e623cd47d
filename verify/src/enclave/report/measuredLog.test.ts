import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { bareReport, runtimeEvent, sgxQuote, tdxQuote } from '../../../testing/reports.js'
import type { TdxQuote } from '../quote/types.js'
import type { LoggedEvent } from './eventLog.js'
import { checkLog, readMeasured } from './measuredLog.js'
import { replay } from './replay.js'
import type { Report } from './report.js'

const COMPOSE = '{"name":"test"}'
const HASH = sha256(utf8ToBytes(COMPOSE))
const OTHER_HASH = new Uint8Array(32).fill(0xcd)
const IMAGE = new Uint8Array(32).fill(0x05)
const firmware: LoggedEvent = {
  register: 1,
  type: 1,
  digest: new Uint8Array(48).fill(1),
  name: 'firmware',
  payload: null,
}
const LOG = [
  firmware,
  runtimeEvent('compose-hash', HASH),
  runtimeEvent('boot-mr-done'),
  runtimeEvent('os-image-hash', IMAGE),
  runtimeEvent('system-ready'),
]

/** A quote of the registers to which the log comes. */
function quoteOf(log: readonly LoggedEvent[], changes: Partial<TdxQuote> = {}): TdxQuote {
  const [r0, r1, r2, r3] = replay(log).registers.map((register) => hexToBytes(register))
  if (r0 === undefined || r1 === undefined || r2 === undefined || r3 === undefined) throw new Error('four registers')
  return tdxQuote({ rtmr: [r0, r1, r2, r3], ...changes })
}
function configId(hash: Uint8Array, version = 1): Uint8Array {
  const value = new Uint8Array(48)
  value.set([version, ...hash])
  return value
}
/** Status and words of both checks, and what the log binds. */
function judge(report: Partial<Report>, quote: TdxQuote) {
  const { checks, composeHash, events } = checkLog(bareReport(report), quote)
  const words = checks.map(({ status, reason, expected, found }) => [status, reason, expected, found])
  return { replay: words[0], compose: words[1], composeHash, names: events.map(({ name }) => name) }
}
const NAMES = ['compose-hash', 'boot-mr-done', 'os-image-hash', 'system-ready']
const hash = bytesToHex(HASH)
const PASSED_LOG = ['pass', undefined, undefined, '5 events, 4 of 4']
const PASSED_COMPOSE = ['pass', undefined, hash, hash]

describe('the log of a genuine quote', () => {
  it('replays and binds the compose', () => {
    const good = { replay: PASSED_LOG, compose: PASSED_COMPOSE, composeHash: hash, names: NAMES }
    expect(judge({ events: LOG, compose: COMPOSE }, quoteOf(LOG))).toEqual(good)
    expect(judge({ events: LOG, compose: COMPOSE }, quoteOf(LOG, { mrConfigId: configId(HASH) }))).toEqual(good)
  })

  it('says in which register it differs, and keeps what RTMR3 binds', () => {
    const events = LOG.slice(1)
    const quote = quoteOf(LOG)
    const shown = [`RTMR1 ${bytesToHex(quote.rtmr[1])}`, `RTMR1 ${'00'.repeat(48)}`]
    const why = 'The event log is not the measured one.'
    expect(judge({ events, compose: COMPOSE }, quote)).toEqual({
      ...{ replay: ['fail', why, ...shown], compose: PASSED_COMPOSE, composeHash: hash, names: NAMES },
    })
    const partly = 'RTMR3 replays. This form leaves out events of the other registers.'
    expect(judge({ events, compose: COMPOSE, form: 'attestation' }, quote)).toEqual({
      ...{ replay: ['absent', partly, ...shown], compose: PASSED_COMPOSE, composeHash: hash, names: NAMES },
    })
  })

  it('binds no word where RTMR3 does not replay, in whatever form', () => {
    const nothing = { compose: ['absent', 'The quote binds no compose.', undefined, undefined], composeHash: null }
    for (const form of ['quote', 'gateway', 'attestation'] as const) {
      const judged = judge({ events: LOG.slice(0, -1), compose: COMPOSE, form }, quoteOf(LOG))
      expect(judged).toMatchObject({ ...nothing, names: [] })
      expect(judged.replay?.slice(0, 2)).toEqual(['fail', 'The event log is not the measured one.'])
    }
    const both = judge({ events: LOG.slice(1, -1), form: 'attestation' }, quoteOf(LOG))
    expect(both.replay?.[0]).toBe('fail')
    expect(both.replay?.[2]).toMatch(/^RTMR1 /)
  })

  it('binds no word beside one that is broken', () => {
    const [first, ...rest] = LOG
    const forged = { ...runtimeEvent('app-id', 'a'), digest: new Uint8Array(48) }
    const log = first === undefined ? [] : [first, forged, ...rest]
    expect(judge({ events: log, compose: COMPOSE }, quoteOf(log))).toEqual({
      replay: ['fail', 'The digest of the event "app-id" is not that of its payload.', undefined, undefined],
      compose: ['absent', 'The quote binds no compose.', undefined, undefined],
      ...{ composeHash: null, names: [] },
    })
  })

  it('binds no word beside one that is hidden', () => {
    const log = [...LOG, { ...runtimeEvent('secret'), payload: null }, { ...runtimeEvent('secret'), type: 1 }]
    expect(judge({ events: log, compose: COMPOSE }, quoteOf(log))).toEqual({
      replay: ['absent', 'The log replays and leaves out what 2 events of RTMR3 say.', undefined, undefined],
      compose: ['absent', 'The quote binds no compose.', undefined, undefined],
      ...{ composeHash: null, names: [] },
    })
    const wrong = judge({ events: log.slice(1), compose: COMPOSE }, quoteOf(log))
    expect(wrong.replay?.slice(0, 2)).toEqual(['fail', 'The event log is not the measured one.'])
    expect(wrong.names).toEqual([])
  })

  it('may be missing', () => {
    const why = 'The report publishes no event log.'
    expect(judge({ compose: COMPOSE }, quoteOf(LOG))).toEqual({
      replay: ['absent', why, undefined, undefined],
      compose: ['absent', 'The quote binds no compose.', undefined, undefined],
      ...{ composeHash: null, names: [] },
    })
    expect(judge({ compose: COMPOSE }, quoteOf(LOG, { mrConfigId: configId(HASH) }))).toMatchObject({
      ...{ compose: PASSED_COMPOSE, composeHash: hash },
    })
  })
})

describe('the compose of a genuine quote', () => {
  const other = bytesToHex(OTHER_HASH)
  it('is another one than published, or not published', () => {
    const found = bytesToHex(sha256(utf8ToBytes('{}')))
    const why = 'The published compose is not the measured one.'
    expect(judge({ events: LOG, compose: '{}' }, quoteOf(LOG)).compose).toEqual(['fail', why, hash, found])
    const missing = ['absent', 'The measured compose is not published.', hash, undefined]
    expect(judge({ events: LOG }, quoteOf(LOG)).compose).toEqual(missing)
  })

  it('is none where log and MRCONFIGID bind two', () => {
    const judged = judge({ events: LOG, compose: COMPOSE }, quoteOf(LOG, { mrConfigId: configId(OTHER_HASH) }))
    const why = 'RTMR3 and MRCONFIGID bind different composes.'
    expect(judged).toMatchObject({ compose: ['fail', why, hash, other], composeHash: null })
  })

  it('is none where the boot measured two', () => {
    const log = [runtimeEvent('compose-hash', OTHER_HASH), ...LOG]
    const judged = judge({ events: log, compose: COMPOSE }, quoteOf(log, { mrConfigId: configId(HASH) }))
    const why = 'Two compose hashes were measured while the machine booted.'
    expect(judged).toMatchObject({ compose: ['fail', why, undefined, undefined], composeHash: null })
  })

  it('is not bound by another form of MRCONFIGID', () => {
    const judged = judge({ compose: COMPOSE }, quoteOf(LOG, { mrConfigId: configId(HASH, 2) }))
    expect(judged).toMatchObject({ compose: ['absent', 'The quote binds no compose.', undefined, undefined] })
    expect(judged.composeHash).toBeNull()
  })
})

describe('what questions about code may rest on', () => {
  function measure(report: Partial<Report>, quote: TdxQuote) {
    return readMeasured(bareReport(report), quote, checkLog(bareReport(report), quote), 'held')
  }

  it('is all of it where log and compose are measured', () => {
    const quote = quoteOf(LOG, { mrTd: new Uint8Array(48).fill(0x7d) })
    expect(measure({ events: LOG, compose: COMPOSE }, quote)).toEqual({
      mrTd: '7d'.repeat(48),
      rtmr: replay(LOG).registers,
      composeHash: hash,
      compose: COMPOSE,
      osImageHash: bytesToHex(IMAGE),
      events: NAMES.map((name) => ({
        name,
        payload: bytesToHex(LOG.find((event) => event.name === name)?.payload ?? new Uint8Array()),
      })),
      gpu: 'held',
    })
  })

  it('is no compose that is not the measured one, and no event that does not replay', () => {
    expect(measure({ events: LOG, compose: '{}' }, quoteOf(LOG))).toMatchObject({ composeHash: hash, compose: null })
    expect(measure({ events: LOG }, quoteOf(LOG))).toMatchObject({ composeHash: hash, compose: null })
    const nothing = { composeHash: null, compose: null, osImageHash: null, events: [] }
    expect(measure({ events: LOG.slice(0, -1), compose: COMPOSE }, quoteOf(LOG))).toMatchObject(nothing)
    expect(measure({ compose: COMPOSE }, quoteOf(LOG))).toMatchObject(nothing)
  })

  it('is nothing in an SGX enclave, which has no registers', () => {
    const log = checkLog(bareReport({ events: LOG, compose: COMPOSE }), sgxQuote())
    const reason = 'A quote of an SGX enclave has no runtime registers.'
    expect(log).toMatchObject({
      checks: [
        { id: 'rtmr-replay', status: 'absent', reason },
        { id: 'compose-hash', status: 'absent', reason },
      ],
      ...{ events: [], composeHash: null, configId: { kind: 'none' } },
    })
    expect(readMeasured(bareReport({ compose: COMPOSE }), sgxQuote(), log, 'none')).toBeNull()
  })
})
