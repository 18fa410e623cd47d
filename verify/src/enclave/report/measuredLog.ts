/** The measured log against the registers of a genuine quote, and the compose that both bind. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { absent, failed, passed } from '../../check.js'
import type { Check } from '../../verdict.js'
import type { MeasuredCode } from '../measured.js'
import type { Quote, TdxQuote } from '../quote/types.js'
import { type ConfigId, findComposeHash, findPlatformEvent, type MeasuredCompose, readConfigId } from './compose.js'
import { type RuntimeEvent, replay } from './replay.js'
import type { Report } from './report.js'

export interface MeasuredLog {
  checks: Check[]
  /** Events that RTMR3 binds; none where it does not replay. */
  events: readonly RuntimeEvent[]
  /** The compose hash that the quote binds; null where it binds none, or two that differ. */
  composeHash: string | null
  configId: ConfigId
}

/** Both checks of the log. An SGX enclave has no such registers. */
export function checkLog(report: Report, quote: Quote): MeasuredLog {
  if (quote.kind === 'sgx') {
    const why = 'A quote of an SGX enclave has no runtime registers.'
    const checks = [absent('rtmr-replay', why), absent('compose-hash', why)]
    return { checks, events: [], composeHash: null, configId: { kind: 'none' } }
  }
  const { check, events } = checkReplay(report, quote)
  const configId = readConfigId(quote.mrConfigId)
  const measured = findComposeHash(events)
  const composeHash = agreedHash(measured, configId)
  return { checks: [check, checkCompose(report, measured, configId)], events, composeHash, configId }
}

/** What the questions about code may rest on. */
export function readMeasured(
  { compose }: Report,
  quote: Quote,
  { events, composeHash }: MeasuredLog,
  gpu: MeasuredCode['gpu'],
): MeasuredCode | null {
  if (quote.kind === 'sgx') return null
  const isMeasured = compose !== null && composeHash === hashOf(compose)
  const osImage = findPlatformEvent(events, 'os-image-hash')
  return {
    mrTd: bytesToHex(quote.mrTd),
    rtmr: registersOf(quote),
    composeHash,
    compose: isMeasured ? compose : null,
    osImageHash: osImage && bytesToHex(osImage),
    events: events.map(({ name, payload }) => ({ name, payload: bytesToHex(payload) })),
    gpu,
  }
}

function checkReplay(report: Report, quote: TdxQuote): { check: Check; events: readonly RuntimeEvent[] } {
  if (report.events === null) {
    return { check: absent('rtmr-replay', 'The report publishes no event log.'), events: [] }
  }
  const { registers, events, hidden, broken } = replay(report.events)
  const quoted = registersOf(quote)
  const wrong = registers.findIndex((register, at) => register !== quoted[at])
  const isRuntimeBound = broken === null && hidden === 0 && registers[3] === quoted[3]
  const bound = isRuntimeBound ? events : []
  if (broken !== null) return { check: failed('rtmr-replay', 'provider', broken), events: bound }
  if (hidden > 0 && wrong < 0) {
    const why = `The log replays and leaves out what ${hidden} events of RTMR3 say.`
    return { check: absent('rtmr-replay', why), events: bound }
  }
  if (wrong < 0)
    return { check: passed('rtmr-replay', { found: `${report.events.length} events, 4 of 4` }), events: bound }
  const shown = { expected: `RTMR${wrong} ${quoted[wrong]}`, found: `RTMR${wrong} ${registers[wrong]}` }
  if (report.form === 'attestation' && isRuntimeBound) {
    const why = 'RTMR3 replays. This form leaves out events of the other registers.'
    return { check: absent('rtmr-replay', why, shown), events: bound }
  }
  return { check: failed('rtmr-replay', 'provider', 'The event log is not the measured one.', shown), events: bound }
}

function checkCompose({ compose }: Report, measured: MeasuredCompose, configId: ConfigId): Check {
  if (measured === 'doubled') {
    return failed('compose-hash', 'provider', 'Two compose hashes were measured while the machine booted.')
  }
  const byConfig = configId.kind === 'compose' ? configId.hash : null
  const expected = measured?.hash ?? byConfig
  if (expected === null) return absent('compose-hash', 'The quote binds no compose.')
  if (byConfig !== null && byConfig !== expected) {
    const shown = { expected, found: byConfig }
    return failed('compose-hash', 'provider', 'RTMR3 and MRCONFIGID bind different composes.', shown)
  }
  if (compose === null) return absent('compose-hash', 'The measured compose is not published.', { expected })
  const found = hashOf(compose)
  return found === expected
    ? passed('compose-hash', { expected, found })
    : failed('compose-hash', 'provider', 'The published compose is not the measured one.', { expected, found })
}

function agreedHash(measured: MeasuredCompose, configId: ConfigId): string | null {
  const byConfig = configId.kind === 'compose' ? configId.hash : null
  if (measured === 'doubled') return null
  if (measured === null) return byConfig
  return byConfig === null || byConfig === measured.hash ? measured.hash : null
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

function registersOf({ rtmr }: TdxQuote): readonly [string, string, string, string] {
  return [bytesToHex(rtmr[0]), bytesToHex(rtmr[1]), bytesToHex(rtmr[2]), bytesToHex(rtmr[3])]
}
