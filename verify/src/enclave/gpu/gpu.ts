/** NVIDIA's GPU evidence, verified without asking anybody: a signed SPDM transcript and the device's certificates. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { isSignedP384, sha256 } from '#primitives'
import type { PinnedRoot } from '../../trust.js'
import type { Certificate } from '../../x509/certificate.js'
import { DerError } from '../../x509/der.js'
import { isSignedBy } from '../../x509/key.js'
import { isSameBytes } from '../quote/chain.js'
import type { GpuClaim, GpuEvidence } from '../report/gpuClaim.js'
import { parseDeviceCertificate } from './nvidia.js'
import { readDeviceChain } from './pem.js'
import { parseTranscript, TranscriptError } from './transcript.js'

export interface GpuContext {
  /** Nonce that every device must have answered, hex; null where the report data name none. */
  nonce: string | null
  /** Time for which to judge, in milliseconds. */
  at: number
  roots: readonly PinnedRoot[]
}

/** What the evidence of all GPUs of one report came to. */
export type GpuJudgement =
  | { kind: 'genuine'; devices: number; roots: readonly string[] }
  /** Looked, and the evidence is wrong. */
  | { kind: 'refused'; why: string; expected?: string; found?: string }
  /** There is nothing that can be judged: no evidence, no nonce to compare, no such root in the trust material. */
  | { kind: 'absent'; why: string; found?: string }

type Stop = Exclude<GpuJudgement, { kind: 'genuine' }>

/**
 * Judges every device: its transcript answers the nonce of the report and is signed by the first certificate, each
 * certificate is in force and signed by the next, and the last is pinned. A chain that holds together and ends in
 * another root is unknown, not wrong. Which measurements are golden is not asked: that needs signed reference values.
 *
 * @throws never for any evidence.
 */
export function judgeGpu(claim: GpuClaim, context: GpuContext): GpuJudgement {
  if (context.roots.length === 0) return { kind: 'absent', why: 'This network trusts no root of GPU makers.' }
  if (claim.devices.length === 0) return { kind: 'absent', why: 'The report names GPUs and brings no evidence of any.' }
  const { nonce } = context
  if (nonce === null) return { kind: 'absent', why: 'The quote names no nonce that GPU evidence could answer.' }
  const roots: string[] = []
  const leaves = new Set<string>()
  for (const [at, device] of claim.devices.entries()) {
    const judged = judgeDevice(device, { ...context, nonce }, `GPU ${at + 1} of ${claim.devices.length}`)
    if ('kind' in judged) return judged
    roots.push(judged.root)
    leaves.add(judged.leaf)
  }
  if (leaves.size !== claim.devices.length) {
    return {
      kind: 'refused',
      why: 'The evidence of one GPU stands for several.',
      expected: `${claim.devices.length} GPUs`,
      found: `${leaves.size}`,
    }
  }
  return { kind: 'genuine', devices: claim.devices.length, roots: [...new Set(roots)] }
}

function judgeDevice(
  { chain, transcript }: GpuEvidence,
  context: GpuContext & { nonce: string },
  name: string,
): { root: string; leaf: string } | Stop {
  try {
    const { nonce, signed, signature } = parseTranscript(transcript)
    if (bytesToHex(nonce) !== context.nonce) {
      const shown = { expected: context.nonce, found: bytesToHex(nonce) }
      return { kind: 'refused', why: `${name} answered another nonce than that of this report.`, ...shown }
    }
    const ders = readDeviceChain(chain)
    const certificates = ders.map((der, at) => parseDeviceCertificate(der, `certificate ${at + 1}`))
    const wrong = findChainFault(certificates, context.at)
    if (wrong !== null) return { kind: 'refused', why: `${name}: ${wrong}` }
    const [leaf] = certificates
    if (leaf === undefined || !isSignedP384(leaf.key.point, signed, signature)) {
      return { kind: 'refused', why: `${name}: its transcript is not signed by its certificate.` }
    }
    return endInRoot(certificates, context.roots, name)
  } catch (error) {
    if (!(error instanceof TranscriptError || error instanceof DerError)) throw error
    return { kind: 'refused', why: `${name}: ${error.message}.` }
  }
}

// The last certificate need not be judged beyond its digest: a root proves itself by being pinned, or by nothing.
function endInRoot(certificates: readonly Certificate[], roots: readonly PinnedRoot[], name: string) {
  const [leaf] = certificates
  const last = certificates.at(-1)
  const digests = [leaf, last].map((certificate) => bytesToHex(sha256(certificate?.der ?? new Uint8Array())))
  const [leafDigest = '', lastDigest = ''] = digests
  const root = roots.find(({ sha256: pinned }) => pinned === lastDigest)
  if (root !== undefined) return { root: root.name, leaf: leafDigest }
  return {
    kind: 'absent',
    why: `${name}: its certificates end in a root that is not pinned.`,
    found: lastDigest,
  } as const
}

function findChainFault(certificates: readonly Certificate[], at: number): string | null {
  const [leaf] = certificates
  if (leaf === undefined || certificates.length < 2) return 'fewer than two certificates.'
  if (leaf.isAuthority || !leaf.maySign) return 'its first certificate is not that of a device.'
  for (const [n, certificate] of certificates.entries()) {
    if (!(certificate.notBefore <= at && at <= certificate.notAfter)) return `certificate ${n + 1} was not in force.`
    const issuer = certificates[n + 1]
    if (issuer === undefined) continue
    if (!isSameBytes(certificate.issuer, issuer.subject)) return `certificate ${n + 1} names another issuer.`
    if (!issuer.isAuthority || !issuer.mayIssue) return `certificate ${n + 2} may not issue certificates.`
    if (!isSignedBy(issuer.key, certificate.signed, certificate.signature, `certificate ${n + 1}`)) {
      return `certificate ${n + 1} is not signed by the next.`
    }
  }
  return null
}
