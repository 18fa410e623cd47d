import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../../testing/fixtures.js'
import { type LoggedEvent, readEventLog } from './eventLog.js'
import { RUNTIME_EVENT, replay, runtimeDigest } from './replay.js'
import { type Report, readReport } from './report.js'

const ZERO = '00'.repeat(48)
const PAYLOAD = hexToBytes('beef')

function event(fields: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    register: 3,
    type: RUNTIME_EVENT,
    digest: runtimeDigest('app-id', PAYLOAD),
    name: 'app-id',
    payload: PAYLOAD,
    ...fields,
  }
}

/** The four registers of the quote inside a report, by their place in a TDX quote of version 4. */
function quoted(report: Report): string[] {
  return [376, 424, 472, 520].map((from) => bytesToHex(report.quote.subarray(from, from + 48)))
}

describe('replay', () => {
  it('starts with zeros and extends in order', () => {
    expect(replay([])).toEqual({ registers: [ZERO, ZERO, ZERO, ZERO], events: [], hidden: 0, broken: null })
    const [one, two] = [event(), event({ name: 'b', digest: null })]
    expect(replay([one, two]).registers[3]).not.toBe(replay([two, one]).registers[3])
    expect(replay([one, two]).events.map(({ name }) => name)).toEqual(['app-id', 'b'])
  })

  it('recomputes the digests of runtime events: stripped ones count the same, forged ones do not', () => {
    expect(replay([event({ digest: null })])).toEqual(replay([event()]))
    const forged = replay([event({ payload: hexToBytes('dead') })])
    expect(forged.broken).toMatch(/digest of the event "app-id" is not that of its payload/)
    expect(forged.registers[3]).not.toBe(replay([event()]).registers[3])
  })

  it('binds no words where the log lists digests alone or the event is of another kind', () => {
    expect(replay([event({ payload: null })]).events).toEqual([])
    expect(replay([event({ type: 4 })]).events).toEqual([])
    expect(replay([event({ register: 2 })]).events).toEqual([])
    const logs = [event({ payload: null }), event({ type: 4 }), event({ type: null }), event({ register: 2 }), event()]
    expect(logs.map((one) => replay([one]).hidden)).toEqual([1, 1, 1, 0, 0])
    expect(replay([event({ type: 4 })]).registers[3]).toBe(replay([event()]).registers[3])
  })

  it('has nothing to extend by where neither digest nor payload is there', () => {
    expect(replay([event({ digest: null, payload: null })]).broken).toMatch(/neither digest nor payload/)
    expect(replay([event({ register: 0, type: 1, digest: null })]).broken).toMatch(/RTMR0/)
  })
})

const VECTORS = 'compute/tee-inference-enclave-v0.vectors.json'
interface Vectors {
  vectors: {
    name: string
    check: string
    inputs: { event_log: unknown; quote_rtmrs: string[] }
    expected: { matched: boolean[] }
  }[]
}
const vectors = findFixture<Vectors>(VECTORS)

describe.skipIf(vectors === undefined)(vectors ? 'replay, vectors of another verifier' : skipReason(VECTORS, 2), () => {
  const cases = vectors?.vectors.filter(({ check }) => check === 'rtmr_replay') ?? []
  it.each(cases.map((vector) => [vector.name, vector] as const))('%s', (_, { inputs, expected }) => {
    const { registers, broken } = replay(readEventLog(inputs.event_log, 'event_log'))
    expect(registers.map((register, at) => register === inputs.quote_rtmrs[at])).toEqual(expected.matched)
    expect(broken).toBeNull()
  })
})

const REPORTS = [
  ['tee/0g-llm-attestation-report.json', [true, true, true, true], 9],
  ['tee/dstack-quote-report.json', [true, true, true, true], 8],
  ['tee/dstack-tdx-lite-attestation.json', [false, false, false, true], 9],
] as const

describe.each(REPORTS)('replay of %s', (name, matches, runtimeEvents) => {
  const fixture = findFixture(name)
  it.skipIf(fixture === undefined)(fixture ? 'meets the quote' : skipReason(name, 1), () => {
    const report = readReport(JSON.stringify(fixture))
    const { registers, events, broken } = replay(report.events ?? [])
    expect(registers.map((register, at) => register === quoted(report)[at])).toEqual(matches)
    expect(events).toHaveLength(runtimeEvents)
    expect(broken).toBeNull()
  })

  it.skipIf(fixture === undefined)(
    fixture ? 'meets it with no event dropped, doubled or changed' : skipReason(name, 1),
    () => {
      const report = readReport(JSON.stringify(fixture))
      const log = report.events ?? []
      log.forEach((entry, at) => {
        const digest = entry.digest?.with(0, (entry.digest[0] ?? 0) ^ 1) ?? null
        const payload = Uint8Array.from([...(entry.payload ?? []), 0])
        const changed = entry.register === 3 ? { ...entry, payload } : { ...entry, digest }
        const logs = [log.toSpliced(at, 1), log.toSpliced(at, 0, entry), log.with(at, changed)]
        for (const other of logs)
          expect(replay(other).registers[entry.register]).not.toBe(replay(log).registers[entry.register])
      })
    },
  )
})
