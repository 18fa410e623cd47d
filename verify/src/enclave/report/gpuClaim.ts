import { isObject, own } from './boundedJson.js'
import { decodeUtf8, readBytes, readEmbedded, readHex, readList, readText } from './fields.js'
import { ReportError } from './reportError.js'

/** What a report brings along about its GPUs. */
export interface GpuClaim {
  /** Nonce as stated beside the evidence; null where none is. Compared, never used: the evidence carries its own. */
  nonce: Uint8Array | null
  devices: readonly GpuEvidence[]
}

/** Evidence of one GPU as NVIDIA's tools hand it over. */
export interface GpuEvidence {
  /** PEM chain, from the device up. */
  chain: string
  /** SPDM request and response with its signature. */
  transcript: Uint8Array
  /** Architecture as stated, e.g. `HOPPER`. */
  arch: string | null
}

const MAX_PAYLOAD = 2_097_152
const MAX_DEVICES = 16
const MAX_CHAIN_BYTES = 32_768
const MAX_TRANSCRIPT_BYTES = 65_536
const MAX_NONCE_BYTES = 64
const MAX_ARCH = 64

/**
 * Reads `{nonce, arch, evidence_list: [{certificate, evidence}]}` or a bare list of evidence, each as JSON text or as
 * it is; certificate and evidence are base64. Nothing, `""`, `{}` and `[]` claim nothing.
 *
 * @throws ReportError
 */
export function readGpuClaim(value: unknown, field: string): GpuClaim | null {
  if (value === null || value === '') return null
  const payload = readEmbedded(value, field, MAX_PAYLOAD)
  if (payload === null || (isObject(payload) && Object.keys(payload).length === 0)) return null
  const list = isObject(payload) ? own(payload, 'evidence_list') : payload
  const path = isObject(payload) ? `${field}.evidence_list` : field
  const devices = readList(list, path, MAX_DEVICES).map((entry, at) => readEvidence(entry, `${path}[${at}]`))
  if (devices.length === 0 && !isObject(payload)) return null
  const nonce = isObject(payload) ? own(payload, 'nonce') : null
  return { nonce: nonce === null ? null : readHex(nonce, `${field}.nonce`, MAX_NONCE_BYTES), devices }
}

function readEvidence(entry: unknown, field: string): GpuEvidence {
  if (!isObject(entry)) throw new ReportError(field, 'an object')
  const chain = readBytes(own(entry, 'certificate'), `${field}.certificate`, MAX_CHAIN_BYTES)
  const arch = own(entry, 'arch')
  return {
    chain: decodeUtf8(chain, `${field}.certificate`),
    transcript: readBytes(own(entry, 'evidence'), `${field}.evidence`, MAX_TRANSCRIPT_BYTES),
    arch: arch === null ? null : readText(arch, `${field}.arch`, MAX_ARCH),
  }
}
