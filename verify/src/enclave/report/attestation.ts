/** dstack's binary attestation, version 0: what `tdx-lite` machines serve, encoded by SCALE. */
import { DIGEST_BYTES, type LoggedEvent, MAX_EVENTS, MAX_NAME, MAX_PAYLOAD_BYTES } from './eventLog.js'
import { RUNTIME_EVENT } from './replay.js'
import { ReportError } from './reportError.js'
import { ScaleReader } from './scale.js'

export interface Attestation {
  quote: Uint8Array
  events: LoggedEvent[]
}

const VERSION = 0
const DSTACK_TDX = 0
const MAX_QUOTE_BYTES = 65_536
const MAX_CONFIG_BYTES = 65_536
const REPORT_DATA_BYTES = 64

/**
 * Reads `version ‖ kind ‖ quote ‖ boot events ‖ runtime events ‖ report data ‖ configuration`. Runtime events come
 * without digest; they are RTMR3. The report data and the configuration are left alone: the quote has the former, and
 * nothing binds the latter.
 *
 * @throws ReportError
 */
export function readAttestation(bytes: Uint8Array, field: string): Attestation {
  const reader = new ScaleReader(bytes, field)
  if (reader.byte('version') !== VERSION) throw new ReportError(`${field}.version`, '0', 'unknown')
  if (reader.byte('kind') !== DSTACK_TDX) throw new ReportError(`${field}.kind`, '0, dstack on TDX', 'unknown')
  const quote = reader.vector('quote', MAX_QUOTE_BYTES)
  const boot = reader.list('eventLog', MAX_EVENTS, (part) => readBootEvent(reader, part))
  const runtime = reader.list('runtimeEvents', MAX_EVENTS, (part) => readRuntimeEvent(reader, part))
  reader.take(REPORT_DATA_BYTES, 'reportData')
  reader.vector('config', MAX_CONFIG_BYTES)
  reader.end()
  return { quote, events: [...boot.filter(({ register }) => register !== 3), ...runtime] }
}

function readBootEvent(reader: ScaleReader, part: string): LoggedEvent {
  const register = reader.uint32(`${part}.imr`)
  if (register !== 0 && register !== 1 && register !== 2 && register !== 3) {
    throw new ReportError(`${part}.imr`, 'a register from 0 to 3')
  }
  const type = reader.uint32(`${part}.eventType`)
  const digest = reader.vector(`${part}.digest`, DIGEST_BYTES)
  if (digest.length !== 0 && digest.length !== DIGEST_BYTES) {
    throw new ReportError(`${part}.digest`, `${DIGEST_BYTES} bytes or none`)
  }
  const name = reader.text(`${part}.event`, MAX_NAME)
  const payload = reader.vector(`${part}.payload`, MAX_PAYLOAD_BYTES)
  return { register, type, digest: digest.length === 0 ? null : digest, name, payload }
}

function readRuntimeEvent(reader: ScaleReader, part: string): LoggedEvent {
  const name = reader.text(`${part}.event`, MAX_NAME)
  const payload = reader.vector(`${part}.payload`, MAX_PAYLOAD_BYTES)
  return { register: 3, type: RUNTIME_EVENT, digest: null, name, payload }
}
