/** Ways in which an attestation report can be wrong around its quote, with what a verifier must make of each. */
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { LoggedEvent } from '../enclave/report/eventLog.js'
import { MAX_REPORT_BYTES } from '../enclave/report/report.js'
import type { CheckId } from '../registry.js'
import type { Hex } from '../subject.js'
import type { Status } from '../verdict.js'
import { concat, flipped } from './bytes.js'
import type { QuoteFlaw } from './flaws.js'
import type { GpuFlaw } from './gpu.js'

type Json = Record<string, unknown>
type Events = readonly LoggedEvent[]

/** What a flaw changes on the way from the machine to the bytes that are served. */
export interface ReportChanges {
  /** Key that the quote binds instead. */
  bound?: (signer: Hex) => Hex
  reportData?: (data: Uint8Array) => Uint8Array
  /** Events of RTMR3 as they were measured. */
  measured?: (events: Events) => Events
  /** The log as it is published. */
  listed?: (events: Events) => Events
  /** The compose as it is published. */
  compose?: (compose: string) => string
  /** MRCONFIGID instead of 1 ‖ compose hash. */
  configId?: (composeHash: Uint8Array) => Uint8Array
  quoteFlaw?: QuoteFlaw
  /** Days by which the collateral is older than the report. */
  collateralAge?: number
  gpuFlaw?: GpuFlaw
  /** Changes the finished object. */
  edit?: (body: Json) => Json
  /** Changes the finished bytes. */
  bytes?: (body: Uint8Array) => Uint8Array
}

export interface ReportFlaw extends ReportChanges {
  /** The check that finds it, and what it says. No other check of the report may fail. */
  expected: { check: CheckId; status: Exclude<Status, 'pass'> }
}

const STRANGER: Hex = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
const COMPOSE = 'compose-hash'
const isCompose = ({ name }: LoggedEvent) => name === COMPOSE
const fail = (check: CheckId) => ({ check, status: 'fail' }) as const
const absent = (check: CheckId) => ({ check, status: 'absent' }) as const
const unavailable = (check: CheckId) => ({ check, status: 'unavailable' }) as const

const BINDING_FLAWS = {
  other_signer: { bound: () => STRANGER, expected: fail('report-data') },
  unknown_report_data: { reportData: () => new Uint8Array(64).fill(0x5a), expected: absent('report-data') },
  signer_in_lower_case: { reportData: toLowerCase, expected: absent('report-data') },
  signer_with_tail: { reportData: (data) => flipped(data, -1), expected: absent('report-data') },
} as const satisfies Record<string, ReportFlaw>

const LOG_FLAWS = {
  event_payload_forged: {
    listed: onCompose((event) => ({ ...event, payload: new Uint8Array(32) })),
    expected: fail('rtmr-replay'),
  },
  event_digest_forged: {
    listed: onCompose((event) => ({ ...event, digest: new Uint8Array(48) })),
    expected: fail('rtmr-replay'),
  },
  event_missing: { listed: (events) => events.slice(0, -1), expected: fail('rtmr-replay') },
  event_doubled: {
    listed: (events) => events.flatMap((event) => (isCompose(event) ? [event, event] : [event])),
    expected: fail('rtmr-replay'),
  },
  events_out_of_order: { listed: (events) => events.toReversed(), expected: fail('rtmr-replay') },
  boot_event_changed: {
    listed: ([first, ...rest]) => (first ? [{ ...first, digest: new Uint8Array(48) }, ...rest] : []),
    expected: fail('rtmr-replay'),
  },
  // The digest alone replays, and hides a second compose hash or whatever else was measured.
  event_words_hidden: { listed: onCompose((event) => ({ ...event, type: 1 })), expected: absent('rtmr-replay') },
  log_empty: { listed: () => [], expected: fail('rtmr-replay') },
  log_missing: { edit: withoutLog, expected: absent('rtmr-replay') },
} as const satisfies Record<string, ReportFlaw>

const COMPOSE_FLAWS = {
  compose_swapped: { compose: (compose) => `${compose} `, expected: fail('compose-hash') },
  compose_missing: { edit: ({ tcb_info, info, ...body }) => body, expected: absent('compose-hash') },
  compose_measured_twice: {
    measured: (events) =>
      events.flatMap((event) =>
        isCompose(event) ? [event, { ...event, payload: new Uint8Array(32), digest: null }] : [event],
      ),
    expected: fail('compose-hash'),
  },
  // The application measured it, after it had started: nobody else says so.
  compose_measured_late: {
    measured: (events) => [...events.filter((event) => !isCompose(event)), ...events.filter(isCompose)],
    configId: () => new Uint8Array(48),
    expected: absent('compose-hash'),
  },
  config_id_other: {
    configId: (hash) => concat(Uint8Array.of(1), flipped(hash, 0), new Uint8Array(15)),
    expected: fail('compose-hash'),
  },
} as const satisfies Record<string, ReportFlaw>

const GPU_REPORT_FLAWS = {
  gpu_nonce_other: { gpuFlaw: 'gpu_nonce_other', expected: fail('gpu-evidence') },
  gpu_signature_other: { gpuFlaw: 'gpu_signature_other', expected: fail('gpu-evidence') },
  gpu_measurement_changed: { gpuFlaw: 'gpu_measurement_changed', expected: fail('gpu-evidence') },
  gpu_transcript_trailing: { gpuFlaw: 'gpu_transcript_trailing', expected: fail('gpu-evidence') },
  gpu_not_in_force: { gpuFlaw: 'gpu_not_in_force', expected: fail('gpu-evidence') },
  gpu_leaf_is_authority: { gpuFlaw: 'gpu_leaf_is_authority', expected: fail('gpu-evidence') },
  gpu_doubled: { gpuFlaw: 'gpu_doubled', expected: fail('gpu-evidence') },
  gpu_chain_foreign: { gpuFlaw: 'gpu_chain_without_root', expected: absent('gpu-evidence') },
  gpu_without_evidence: { gpuFlaw: 'gpu_without_evidence', expected: absent('gpu-evidence') },
} as const satisfies Record<string, ReportFlaw>

const FORM_FLAWS = {
  quote_missing: { edit: ({ quote, intel_quote, all_attestations, ...body }) => body, expected: absent('quote-form') },
  quote_no_hex: { edit: (body) => onQuote(body, () => 'zz'), expected: fail('quote-form') },
  quote_truncated: { edit: (body) => onQuote(body, (quote) => quote.slice(0, -2)), expected: fail('quote-form') },
  quote_changed: {
    edit: (body) => onQuote(body, (quote) => bytesToHex(flipped(hexToBytes(quote), 200))),
    expected: fail('quote-chain'),
  },
  event_log_no_list: { edit: (body) => ({ ...body, event_log: 7 }), expected: fail('quote-form') },
  collateral_missing: { edit: ({ collateral, ...body }) => body, expected: unavailable('collateral-valid') },
  collateral_broken: { edit: (body) => ({ ...body, collateral: '{' }), expected: unavailable('collateral-valid') },
  collateral_outdated: { collateralAge: 60, expected: unavailable('collateral-valid') },
  enclave_debug: { quoteFlaw: 'tdx_debug_enabled', expected: fail('td-attributes') },
  platform_revoked: { quoteFlaw: 'revoked_platform_tcb', expected: fail('tcb-not-revoked') },
  not_json: { bytes: () => utf8ToBytes('<html>502 Bad Gateway</html>'), expected: absent('quote-form') },
  cut_off: { bytes: (body) => body.slice(0, body.length / 2), expected: absent('quote-form') },
  oversize: {
    bytes: (body) => concat(body, new Uint8Array(MAX_REPORT_BYTES).fill(0x20)),
    expected: absent('quote-form'),
  },
  nested_too_deep: { edit: (body) => ({ ...body, extra: nested(64) }), expected: absent('quote-form') },
} as const satisfies Record<string, ReportFlaw>

const FLAWS = { ...BINDING_FLAWS, ...LOG_FLAWS, ...COMPOSE_FLAWS, ...GPU_REPORT_FLAWS, ...FORM_FLAWS }

export type ReportFlawName = keyof typeof FLAWS

/** Every flaw by name: material for tests and conformance vectors. */
export const REPORT_FLAWS: Readonly<Record<ReportFlawName, ReportFlaw>> = FLAWS

function onCompose(change: (event: LoggedEvent) => LoggedEvent) {
  return (events: Events): Events => events.map((event) => (isCompose(event) ? change(event) : event))
}

function onQuote(body: Json, change: (quote: string) => string): Json {
  const { all_attestations, ...rest } = body
  const name = 'intel_quote' in rest ? 'intel_quote' : 'quote'
  return { ...rest, [name]: change(String(rest[name])) }
}

function withoutLog({ event_log, info, ...body }: Json): Json {
  return typeof body.tcb_info === 'string' ? body : { ...body, app_compose: composeOf(info) }
}

function composeOf(info: unknown): unknown {
  return (info as { tcb_info: { app_compose: string } }).tcb_info.app_compose
}

function toLowerCase(data: Uint8Array): Uint8Array {
  return utf8ToBytes(String.fromCharCode(...data).toLowerCase())
}

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)]
}
