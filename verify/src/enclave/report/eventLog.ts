import { isObject, type JsonObject, own } from './boundedJson.js'
import { readCount, readEmbedded, readHex, readList, readText } from './fields.js'
import { ReportError } from './reportError.js'

/** One measured event as a report lists it. Nothing in it is true before the log replays to the quote. */
export interface LoggedEvent {
  /** Runtime measurement register, 0 to 3. */
  register: 0 | 1 | 2 | 3
  /** TCG event type; null where the log leaves it out. */
  type: number | null
  /** SHA-384 by which the register was extended; null where the log leaves it to be recomputed. */
  digest: Uint8Array | null
  name: string
  /** Null where the log lists digests alone. */
  payload: Uint8Array | null
}

export const MAX_EVENTS = 2048
export const MAX_NAME = 1024
export const MAX_PAYLOAD_BYTES = 65_536
const MAX_LOG_LENGTH = 2_097_152
const MAX_UINT32 = 0xffff_ffff
export const DIGEST_BYTES = 48

/** Reads an event log: a list of `{imr, event_type, digest, event, event_payload}`, or JSON of one. @throws ReportError */
export function readEventLog(value: unknown, field: string): LoggedEvent[] {
  const list = readList(readEmbedded(value, field, MAX_LOG_LENGTH), field, MAX_EVENTS)
  return list.map((entry, at) => readEvent(entry, `${field}[${at}]`))
}

function readEvent(entry: unknown, field: string): LoggedEvent {
  if (!isObject(entry)) throw new ReportError(field, 'an event')
  const type = own(entry, 'event_type')
  const name = own(entry, 'event')
  const payload = own(entry, 'event_payload')
  return {
    register: readCount(own(entry, 'imr'), `${field}.imr`, 3) as LoggedEvent['register'],
    type: type === null ? null : readCount(type, `${field}.event_type`, MAX_UINT32),
    digest: readDigest(entry, field),
    name: name === null ? '' : readText(name, `${field}.event`, MAX_NAME),
    payload: payload === null ? null : readHex(payload, `${field}.event_payload`, MAX_PAYLOAD_BYTES),
  }
}

// An empty digest is how dstack strips what a reader can recompute.
function readDigest(entry: JsonObject, field: string): Uint8Array | null {
  const value = own(entry, 'digest')
  if (value === null || value === '') return null
  const digest = readHex(value, `${field}.digest`, DIGEST_BYTES)
  if (digest.length !== DIGEST_BYTES) throw new ReportError(`${field}.digest`, `${DIGEST_BYTES} bytes`)
  return digest
}
