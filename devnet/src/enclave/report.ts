import type { Hex } from '@touchstone/verify'
import { type MintReportInput, mintOs, mintReport, type QuotePki, signReport } from '@touchstone/verify/mint'
import { hexlify } from 'ethers'
import { signerOf } from '../provider/signing.js'
import type { ProviderStory, ReportFlaw } from '../provider/story.js'
import { toCompose } from './code.js'

/** The operating system of every enclave here. */
export const DEVNET_OS = mintOs('touchstone-devnet-os 1.0.0')

/** What `GET /v1/quote` answers. */
export interface ServedReport {
  body: Buffer
  /** Header ZG-Quote-Signature. */
  signature: Hex
}

/** The flaw of the minted report behind each wrong one; garbled collateral is made here. */
const FLAWS = {
  'another-key': 'other_signer',
  debug: 'enclave_debug',
  'forged-log': 'event_payload_forged',
  'revoked-platform': 'platform_revoked',
} as const satisfies Record<Exclude<ReportFlaw, 'garbled-crl'>, MintReportInput['flaw']>

/** The report that a provider serves, made and signed at `at`, milliseconds; undefined where it serves none. */
export async function mintReportOf(story: ProviderStory, pki: QuotePki, at: number): Promise<ServedReport | undefined> {
  const { enclave } = story
  if (enclave.kind === 'none') return undefined
  const signer = signerOf(story)
  const { flaw, collateral } = enclave
  const report = await mintReport(pki, {
    ...{ form: 'broker', at, os: DEVNET_OS, compose: toCompose(story, enclave.code) },
    signer: signer.address.toLowerCase() as Hex,
    ...(flaw === undefined || flaw === 'garbled-crl' ? {} : { flaw: FLAWS[flaw] }),
  })
  const whole = flaw === 'garbled-crl' ? garbleCrl(report.body) : Buffer.from(report.body)
  const body = collateral === 'left-out' ? leaveOutCollateral(whole) : whole
  return { body, signature: signReport(body, (digest) => signer.signingKey.sign(hexlify(digest)).serialized as Hex) }
}

function garbleCrl(body: Uint8Array): Buffer {
  const report = JSON.parse(Buffer.from(body).toString('utf8')) as { collateral: object }
  return Buffer.from(JSON.stringify({ ...report, collateral: { ...report.collateral, pck_crl: 'deadbeef' } }))
}

function leaveOutCollateral(body: Uint8Array): Buffer {
  const { collateral: _left, ...report } = JSON.parse(Buffer.from(body).toString('utf8')) as { collateral?: object }
  return Buffer.from(JSON.stringify(report))
}
