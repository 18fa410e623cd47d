import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { toBase64 } from '../base64.js'
import { concat, flipped, littleEndian } from './bytes.js'
import { type DeviceChanges, type GpuDevice, type GpuPki, mintDevice, signAsDevice } from './gpuPki.js'

/** `nvidia_payload` of an attestation report. */
export interface MintedGpuEvidence {
  nonce: string
  arch: string
  evidence_list: { certificate: string; evidence: string; arch: string }[]
}

/** One way in which GPU evidence can be wrong. */
interface GpuChanges {
  nonce?: (nonce: Uint8Array) => Uint8Array
  device?: DeviceChanges
  transcript?: (transcript: Uint8Array) => Uint8Array
  list?: (list: MintedGpuEvidence['evidence_list']) => MintedGpuEvidence['evidence_list']
}

const FLAWS = {
  gpu_nonce_other: { nonce: (nonce) => flipped(nonce, 0) },
  gpu_signature_other: { transcript: (transcript) => flipped(transcript, -1) },
  gpu_measurement_changed: { transcript: (transcript) => flipped(transcript, 60) },
  gpu_transcript_trailing: { transcript: (transcript) => concat(transcript, new Uint8Array(1)) },
  gpu_not_in_force: { device: { notAfter: Date.UTC(2019, 0, 1) } },
  gpu_leaf_is_authority: { device: { isAuthority: true } },
  gpu_chain_without_root: { device: { withoutRoot: true } },
  gpu_doubled: { list: (list) => [...list, ...list] },
  gpu_without_evidence: { list: () => [] },
} as const satisfies Record<string, GpuChanges>

export type GpuFlaw = keyof typeof FLAWS

const ARCH = 'HOPPER'
const REQUEST = hexToBytes('11e001ff')
const RESPONSE = hexToBytes('11600000')
const BLOCKS = 2

/** Evidence of so many GPUs of the PKI for the nonce (32 bytes, hex), with the flaw where one is named. */
export function mintGpuEvidence(pki: GpuPki, nonce: string, flaw?: GpuFlaw, devices = 1): MintedGpuEvidence {
  const changes: GpuChanges = flaw === undefined ? {} : FLAWS[flaw]
  const asked = hexToBytes(nonce)
  const answered = changes.nonce?.(asked) ?? asked
  const list = Array.from({ length: devices }, (_, n) => {
    const device = mintDevice(pki, n, changes.device)
    const transcript = mintTranscript(device, answered)
    const evidence = changes.transcript?.(transcript) ?? transcript
    return { certificate: toBase64(utf8ToBytes(device.chain)), evidence: toBase64(evidence), arch: ARCH }
  })
  return { nonce, arch: ARCH, evidence_list: changes.list?.(list) ?? list }
}

function mintTranscript({ key }: GpuDevice, nonce: Uint8Array): Uint8Array {
  const record = concat(...Array.from({ length: BLOCKS }, (_, n) => block(n + 1)))
  const opaque = utf8ToBytes('minted')
  const signed = concat(
    concat(REQUEST, nonce, new Uint8Array(1)),
    concat(RESPONSE, Uint8Array.of(BLOCKS), littleEndian(record.length, 3), record),
    concat(new Uint8Array(32).fill(0x77), littleEndian(opaque.length, 2), opaque),
  )
  return concat(signed, signAsDevice(key, signed))
}

function block(index: number): Uint8Array {
  const digest = new Uint8Array(48).fill(index)
  return concat(
    Uint8Array.of(index, 1),
    littleEndian(3 + digest.length, 2),
    Uint8Array.of(index),
    littleEndian(48, 2),
    digest,
  )
}
