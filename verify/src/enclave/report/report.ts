/** Reading attestation reports as they are served. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { readAttestation } from './attestation.js'
import { isObject, type JsonObject, own, parseJson } from './boundedJson.js'
import { type LoggedEvent, readEventLog } from './eventLog.js'
import { decodeUtf8, readBytes, readEmbedded, readHex, readList, readObject, readText } from './fields.js'
import { type GpuClaim, readGpuClaim } from './gpuClaim.js'
import { ReportError } from './reportError.js'

/** `attestation` is dstack's binary form; `gateway` the attestation report of an LLM gateway; `quote` dstack's and 0G's. */
export type ReportForm = 'quote' | 'gateway' | 'attestation'

/** A report taken apart. Nothing in it is true by standing here: each part holds only as far as the quote binds it. */
export interface Report {
  form: ReportForm
  quote: Uint8Array
  /** Null where none is published. */
  events: readonly LoggedEvent[] | null
  /** The app compose; null where none is published. */
  compose: string | null
  /** Null where the report claims none. */
  gpu: GpuClaim | null
  /** Collateral that the report brings along, unread; null where it brings none. */
  collateral: string | JsonObject | null
  tlsFingerprint: Uint8Array | null
  /** Report data as a field beside the quote states them: compared and shown, never used. */
  statedReportData: Uint8Array | null
  /** Further machines of the same gateway, each with a quote of its own. */
  others: readonly Report[]
}

export const MAX_REPORT_BYTES = 4_194_304
const MAX_QUOTE_BYTES = 65_536
const MAX_COMPOSE = 1_048_576
const MAX_COLLATERAL = 524_288
const MAX_MACHINES = 16
const MAX_FINGERPRINT_BYTES = 32
const MAX_REPORT_DATA_BYTES = 1024

/**
 * Reads a report: the JSON of a 0G broker's `/v1/quote`, of dstack's GetQuote or of a gateway's attestation report,
 * or dstack's binary attestation (JSON `{attestation}`, hex text or bytes). At most 4 MiB.
 *
 * @throws ReportError naming the field and what was expected there; never anything else.
 */
export function readReport(input: Uint8Array | string): Report {
  if (input.length > MAX_REPORT_BYTES) throw new ReportError('report', `at most ${MAX_REPORT_BYTES} bytes`, 'unknown')
  if (typeof input !== 'string' && input[0] === 0) return fromAttestation(input, 'report')
  const text = typeof input === 'string' ? input : asUnknown(() => decodeUtf8(input, 'report'))
  if (/^(?:0x)?00/.test(text)) return fromAttestation(readHex(text.trimEnd(), 'report', MAX_REPORT_BYTES), 'report')
  const parsed = asUnknown(() => parseJson(text, 'report', MAX_REPORT_BYTES))
  if (!isObject(parsed)) throw new ReportError('report', 'an object with a quote', 'unknown')
  const attestation = own(parsed, 'attestation')
  if (typeof attestation === 'string') {
    return fromAttestation(readHex(attestation, 'attestation', MAX_REPORT_BYTES), 'attestation')
  }
  return fromObject(parsed, '')
}

// A page of an error, say, is no report: nobody's broken one.
function asUnknown<T>(readWhole: () => T): T {
  try {
    return readWhole()
  } catch (error) {
    if (!(error instanceof ReportError)) throw error
    throw new ReportError(error.field, error.expected, 'unknown')
  }
}

function fromAttestation(bytes: Uint8Array, field: string): Report {
  const { quote, events } = readAttestation(bytes, field)
  return {
    form: 'attestation',
    quote,
    events,
    compose: null,
    gpu: null,
    collateral: null,
    tlsFingerprint: null,
    statedReportData: null,
    others: [],
  }
}

function fromObject(object: JsonObject, path: string): Report {
  const name = ['intel_quote', 'quote'].find((candidate) => own(object, candidate) !== null)
  if (name === undefined) throw new ReportError(`${path}quote`, 'a quote', 'unknown')
  const info = readInfo(object, path)
  const log = own(object, 'event_log') ?? (info && own(info, 'event_log'))
  const compose = (info && own(info, 'app_compose')) ?? own(object, 'app_compose')
  const quote = readBytes(own(object, name), `${path}${name}`, MAX_QUOTE_BYTES)
  return {
    form: name === 'intel_quote' ? 'gateway' : 'quote',
    quote,
    events: isNothing(log) ? null : readEventLog(log, `${path}event_log`),
    compose: isNothing(compose) ? null : readText(compose, `${path}app_compose`, MAX_COMPOSE),
    gpu: readGpuClaim(own(object, 'nvidia_payload'), `${path}nvidia_payload`),
    collateral: readCollateralField(own(object, 'collateral'), `${path}collateral`),
    tlsFingerprint: readAside(own(object, 'tls_cert_fingerprint'), MAX_FINGERPRINT_BYTES),
    statedReportData: readAside(own(object, 'report_data'), MAX_REPORT_DATA_BYTES),
    others: path === '' ? readOthers(object, quote) : [],
  }
}

// A word beside the quote that decides nothing by itself: unreadable is as good as missing.
function readAside(value: unknown, most: number): Uint8Array | null {
  try {
    return isNothing(value) ? null : readBytes(value, 'aside', most)
  } catch {
    return null
  }
}

// `info.tcb_info` in gateways, `tcb_info` as JSON text in brokers.
function readInfo(object: JsonObject, path: string): JsonObject | null {
  const info = own(object, 'info')
  const field = info === null ? `${path}tcb_info` : `${path}info.tcb_info`
  const value = info === null ? own(object, 'tcb_info') : own(readObject(info, `${path}info`), 'tcb_info')
  return isNothing(value) ? null : readObject(readEmbedded(value, field, MAX_REPORT_BYTES), field)
}

function readCollateralField(value: unknown, field: string): string | JsonObject | null {
  if (isNothing(value)) return null
  return typeof value === 'string' ? readText(value, field, MAX_COLLATERAL) : readObject(value, field)
}

// The list repeats the machine that answered.
function readOthers(object: JsonObject, answered: Uint8Array): Report[] {
  const value = own(object, 'all_attestations')
  if (value === null) return []
  const list = readList(value, 'all_attestations', MAX_MACHINES)
  return list
    .map((entry, at) => fromObject(readObject(entry, `all_attestations[${at}]`), `all_attestations[${at}].`))
    .filter(({ quote }) => bytesToHex(quote) !== bytesToHex(answered))
}

function isNothing(value: unknown): value is null | '' {
  return value === null || value === ''
}
