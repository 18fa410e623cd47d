import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { toBase64 } from '../base64.js'
import { reportStatementDigest } from '../enclave/authorship.js'
import type { LoggedEvent } from '../enclave/report/eventLog.js'
import { RUNTIME_EVENT, replay, runtimeDigest } from '../enclave/report/replay.js'
import { type Binding, gpuNonceOf, toChecksumAddress } from '../enclave/report/reportData.js'
import { fromHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { concat, padded } from './bytes.js'
import { mintCollateral } from './collateral.js'
import { mintGpuEvidence } from './gpu.js'
import type { GpuPki } from './gpuPki.js'
import type { MintOs } from './os.js'
import type { QuotePki } from './pki.js'
import { mintQuote } from './quote.js'
import { REPORT_FLAWS, type ReportChanges, type ReportFlawName } from './reportFlaws.js'

export interface MintReportInput {
  /** `broker`: `/v1/quote` of a 0G broker. `gateway`: an attestation report in the style of OpenAI-compatible gateways. */
  form: 'broker' | 'gateway'
  /** The key that the enclave holds. */
  signer: Hex
  /** App compose, as measured byte by byte. */
  compose: string
  os: MintOs
  /** When the report is made, in milliseconds; the collateral is in force 15 days before and after. */
  at: number
  /** Nonce of a gateway's report, 32 bytes; default all 0x01. */
  nonce?: Uint8Array
  /** Encryption key, 32 bytes: a broker's report then binds it beside the signer, as `legacy=false` asks. */
  encryptionKey?: Uint8Array
  gpu?: { pki: GpuPki; devices?: number }
  /** Default UpToDate. */
  tcbStatus?: string
  advisories?: readonly string[]
  flaw?: ReportFlawName
}

export interface MintedReport {
  /** JSON as it is served. It brings its collateral along. */
  body: Uint8Array
  quote: Uint8Array
  reportData: Uint8Array
  /** SHA-256 of the compose, hex. */
  composeHash: string
}

const DAY = 86_400_000

/** A report that a machine with that operating system, compose and key would serve, with the flaw where one is named. */
export async function mintReport(pki: QuotePki, input: MintReportInput): Promise<MintedReport> {
  const { signer, compose, os, at, flaw } = input
  const changes: ReportChanges = flaw === undefined ? {} : REPORT_FLAWS[flaw]
  const composeHash = sha256(utf8ToBytes(compose))
  const { data, binding } = bindKey({ ...input, signer: changes.bound?.(signer) ?? signer })
  const reportData = changes.reportData?.(data) ?? data
  const platformEvents = runtimeEvents(composeHash, os)
  const events = [...os.events, ...(changes.measured?.(platformEvents) ?? platformEvents)]
  const [, , , rtmr3] = replay(events).registers
  const quoteFlaw = changes.quoteFlaw === undefined ? {} : { flaw: changes.quoteFlaw }
  const quote = mintQuote(pki, {
    reportData,
    mrTd: hexToBytes(os.mrTd),
    rtmr: [hexToBytes(os.rtmr0), hexToBytes(os.rtmr1), hexToBytes(os.rtmr2), hexToBytes(rtmr3)],
    mrConfigId: changes.configId?.(composeHash) ?? concat(Uint8Array.of(1), composeHash),
    ...quoteFlaw,
  })
  const { tcbStatus, advisories } = input
  const collateral = await mintCollateral(pki, {
    at: at - (changes.collateralAge ?? 0) * DAY,
    ...(tcbStatus === undefined ? {} : { tcbStatus }),
    ...(advisories === undefined ? {} : { advisories }),
    ...quoteFlaw,
  })
  const nonce = gpuNonceOf(reportData, binding)
  const gpu = input.gpu && nonce && mintGpuEvidence(input.gpu.pki, nonce, changes.gpuFlaw, input.gpu.devices)
  const listed = (changes.listed?.(events) ?? events).map(toJson)
  const published = changes.compose?.(compose) ?? compose
  const served = input.form === 'broker' ? toBroker : toGateway
  const object = served({ input, quote, reportData, listed, compose: published, gpu: gpu || null, collateral })
  const body = utf8ToBytes(JSON.stringify(changes.edit?.(object) ?? object))
  return { body: changes.bytes?.(body) ?? body, quote, reportData, composeHash: bytesToHex(composeHash) }
}

/** The header ZG-Quote-Signature of a body: `sign` makes 65 bytes r‖s‖v over a digest of 32 bytes. */
export function signReport(body: Uint8Array, sign: (digest: Uint8Array) => Hex): Hex {
  return sign(reportStatementDigest(body))
}

function bindKey({ form, signer, nonce, encryptionKey }: MintReportInput): { data: Uint8Array; binding: Binding } {
  if (form === 'gateway') {
    const given = nonce ?? new Uint8Array(32).fill(1)
    const data = concat(fromHex(signer), new Uint8Array(12), padded(given, 32))
    return { data, binding: { scheme: 'address-nonce', nonce: bytesToHex(given) } }
  }
  if (encryptionKey === undefined) {
    const data = padded(utf8ToBytes(toChecksumAddress(signer)), 64)
    return { data, binding: { scheme: 'ascii-address', nonce: null } }
  }
  const data = padded(concat(padded(encryptionKey, 32), fromHex(signer), Uint8Array.of(0, 0, 0, 1)), 64)
  return { data, binding: { scheme: 'enclave-key', nonce: null } }
}

// The events of dstack, in its order.
function runtimeEvents(composeHash: Uint8Array, { imageHash }: MintOs): LoggedEvent[] {
  const provider = utf8ToBytes(JSON.stringify({ name: 'local', id: bytesToHex(composeHash.subarray(0, 8)) }))
  const payloads: [string, Uint8Array][] = [
    ['system-preparing', new Uint8Array(0)],
    ['app-id', composeHash.slice(0, 20)],
    ['compose-hash', composeHash],
    ['instance-id', composeHash.slice(12)],
    ['boot-mr-done', new Uint8Array(0)],
    ['os-image-hash', hexToBytes(imageHash)],
    ['key-provider', provider],
    ['system-ready', new Uint8Array(0)],
  ]
  return payloads.map(([name, payload]) => {
    return { register: 3, type: RUNTIME_EVENT, digest: runtimeDigest(name, payload), name, payload }
  })
}

function toJson({ register, type, digest, name, payload }: LoggedEvent) {
  return {
    imr: register,
    event_type: type,
    digest: digest === null ? '' : bytesToHex(digest),
    event: name,
    event_payload: payload === null ? '' : bytesToHex(payload),
  }
}

interface Parts {
  input: MintReportInput
  quote: Uint8Array
  reportData: Uint8Array
  listed: ReturnType<typeof toJson>[]
  compose: string
  gpu: unknown
  collateral: unknown
}

function toBroker({ input, quote, reportData, listed, compose, gpu, collateral }: Parts): Record<string, unknown> {
  return {
    quote: bytesToHex(quote),
    event_log: JSON.stringify(listed),
    report_data: toBase64(reportData),
    vm_config: JSON.stringify({ os_image_hash: input.os.imageHash }),
    tcb_info: JSON.stringify({ mrtd: input.os.mrTd, app_compose: compose }),
    nvidia_payload: gpu ?? {},
    collateral,
  }
}

function toGateway({ input, quote, listed, compose, gpu, collateral }: Parts): Record<string, unknown> {
  const report = {
    signing_address: toChecksumAddress(input.signer),
    signing_algo: 'ecdsa',
    request_nonce: bytesToHex(input.nonce ?? new Uint8Array(32).fill(1)),
    intel_quote: bytesToHex(quote),
    nvidia_payload: gpu === null ? '' : JSON.stringify(gpu),
    event_log: JSON.stringify(listed),
    info: { tcb_info: { mrtd: input.os.mrTd, app_compose: compose, event_log: listed } },
  }
  return { ...report, collateral, all_attestations: [report] }
}
