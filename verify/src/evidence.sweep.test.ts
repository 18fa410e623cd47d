/** Every input of a verified settlement, changed byte by byte: none may stay green. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom, everyBit, type Flip, someBytes, sweep } from '../testing/sweep.js'
import { type Evidenced, fullyEvidenced } from '../testing/verified.js'
import { buildBundle, readBundle } from './bundle/bundle.js'
import { BundleError } from './bundle/bundleError.js'
import { checkContent } from './content/content.js'
import { isAuthoredBy } from './enclave/authorship.js'
import { checkEnclave } from './enclave/enclave.js'
import { fromHex, toHex } from './hex.js'
import { checkOpening } from './opening/opening.js'
import { checkPayment } from './payment/payment.js'
import { checkSignature } from './signature/signature.js'
import type { ReceiptEvidence, SettlementItem } from './subject.js'
import type { Check } from './verdict.js'
import { verifySettlement } from './verify.js'

let whole: Evidenced
let receipt: ReceiptEvidence
let item: SettlementItem
let total = 0
let equivalent = 0
beforeAll(async () => {
  whole = await fullyEvidenced()
  const { subject, evidence } = whole
  if (evidence.receipt === null || subject.item === null) throw new Error('The settlement has receipt and item.')
  receipt = evidence.receipt
  item = subject.item
})
afterAll(() => {
  console.log(`${total} mutations of a settlement's evidence; ${equivalent} mean the same and pass, no other does`)
})

async function sweepAll(
  flips: Iterable<Flip>,
  isGreen: (bytes: Uint8Array) => boolean | Promise<boolean>,
  isSame?: (bytes: Uint8Array) => boolean,
) {
  const { mutations, same, greens } = await sweep(flips, isGreen, isSame)
  total += mutations
  equivalent += same
  expect(mutations).toBeGreaterThan(0)
  expect(greens).toEqual([])
}

function areGreen(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status === 'pass')
}
function payment(changes: Partial<ReceiptEvidence>): boolean {
  return areGreen(checkPayment(whole.subject, { ...whole.evidence, receipt: { ...receipt, ...changes } }).checks)
}
function replaced(list: readonly Uint8Array[], at: number, bytes: Uint8Array): Uint8Array[] {
  return list.map((node, place) => (place === at ? bytes : node))
}

describe('no change of any bit stays green', () => {
  it('in the header', async () => {
    expect(payment({})).toBe(true)
    await sweepAll(everyBit(receipt.header), (header) => payment({ header }))
  })

  it('in the path to the receipt', async () => {
    const { receiptProof } = receipt
    for (const [at, node] of receiptProof.entries())
      await sweepAll(everyBit(node), (bytes) => payment({ receiptProof: replaced(receiptProof, at, bytes) }))
  })

  it('in the path to the transaction', async () => {
    const { transactionProof = [] } = receipt
    for (const [at, node] of transactionProof.entries())
      await sweepAll(everyBit(node), (bytes) => payment({ transactionProof: replaced(transactionProof, at, bytes) }))
  })

  it('in what the bill signs, and in its signature', async () => {
    const { subject, trust } = whole
    const signature = (changes: Partial<SettlementItem>) =>
      areGreen(checkSignature({ ...subject, item: { ...item, ...changes } }, trust).checks)
    expect(signature({})).toBe(true)
    for (const name of ['signature', 'requestsHash', 'user', 'provider'] as const)
      await sweepAll(everyBit(fromHex(item[name])), (bytes) => signature({ [name]: toHex(bytes) }))
    for (const name of ['nonce', 'totalFee'] as const) {
      const word = fromHex(`0x${item[name].toString(16).padStart(64, '0')}`)
      await sweepAll(everyBit(word), (bytes) => signature({ [name]: BigInt(toHex(bytes)) }))
    }
  })

  it("in the body of the report, as the signer's statement", async () => {
    const [report] = whole.evidence.reports
    const signer = whole.subject.signer
    if (report === undefined || report.signature === null || signer === null) throw new Error('It is signed.')
    const { bytes, signature } = report
    expect(isAuthoredBy(bytes, signature, signer)).toBe(true)
    await sweepAll(someBytes(bytes, 4_000), (changed) => isAuthoredBy(changed, signature, signer))
    await sweepAll(everyBit(fromHex(signature)), (changed) => isAuthoredBy(bytes, toHex(changed), signer))
  })
})

describe('no change of any byte stays green', () => {
  it('in the trail under its root', async () => {
    const { subject, trust, evidence } = whole
    const [trail] = evidence.trails
    if (trail === undefined) throw new Error('It is opened.')
    const judge = (bytes: Uint8Array) => {
      const changed = { ...evidence, trails: [{ ...trail, bytes }] }
      const opening = checkOpening(subject, changed)
      return areGreen([...opening.checks, ...checkContent(subject, changed, trust, opening).checks])
    }
    expect(judge(trail.bytes)).toBe(true)
    await sweepAll(everyBit(trail.bytes), judge)
  })

  it('in a bundle, unless it reads as the same evidence', async () => {
    const bundle = { subject: whole.subject, evidence: whole.evidence, verdict: null, gaps: [] }
    const bytes = buildBundle(bundle)
    const original = JSON.stringify(plain(readBundle(bytes)))
    const read = (changed: Uint8Array): string => {
      try {
        return JSON.stringify(plain(readBundle(changed)))
      } catch (error) {
        if (error instanceof BundleError) return error.name
        throw error
      }
    }
    // Every byte of its headers counts; of what is deflated, a bit behind the last symbol does not.
    await sweepAll(
      someBytes(bytes, 3_000),
      (changed) => read(changed) !== 'BundleError',
      (changed) => read(changed) === original,
    )
  })

  it('in the report that nobody signed, unless it says the same', async () => {
    const { subject, trust, evidence } = whole
    const [report] = evidence.reports
    if (report === undefined) throw new Error('It is attested.')
    const judge = async (bytes: Uint8Array) => {
      const reports = [{ ...report, bytes, signature: null }]
      return areGreen((await checkEnclave(subject, { ...evidence, reports }, trust)).checks)
    }
    expect(await judge(report.bytes)).toBe(true)
    const said = meaningOf(report.bytes)
    expect(said).not.toBe('nothing')
    await sweepAll(someBytes(report.bytes, 2_500), judge, (bytes) => meaningOf(bytes) === said)
  })

  it('in the settlement as a whole', async () => {
    const { subject, trust, evidence } = whole
    const [report] = evidence.reports
    const [trail] = evidence.trails
    if (report === undefined || trail === undefined) throw new Error('It is evidenced.')
    const isVerified = async (changes: Partial<typeof evidence>) =>
      (await verifySettlement(subject, { ...evidence, ...changes }, trust)).outcome === 'verified'
    expect(await isVerified({})).toBe(true)
    const random = createRandom()
    const some = (bytes: Uint8Array) => someBytes(bytes, 80, random)
    await sweepAll(some(trail.bytes), (bytes) => isVerified({ trails: [{ ...trail, bytes }] }))
    await sweepAll(some(receipt.header), (header) => isVerified({ receipt: { ...receipt, header } }))
    const said = meaningOf(report.bytes)
    await sweepAll(
      some(report.bytes),
      (bytes) => isVerified({ reports: [{ ...report, bytes }] }),
      (bytes) => meaningOf(bytes) === said,
    )
  })
})

const RUNTIME = 0x0800_0001

interface Event {
  imr: number
  event_type: number
  digest: string
  event: string
  event_payload: string
}

/**
 * What a broker's report says to this verifier. Left out is what it never reads: report_data, vm_config, measurements
 * beside the compose, the GPU's architecture, fields of other names; JSON's own blanks and escapes; the letter case of
 * hex; of an event of the firmware all but register and digest, which alone are measured; of an event of the runtime the
 * digest, which follows from its words. Without `nvidia_payload` nothing is said about GPUs, so nothing is green there.
 */
function meaningOf(bytes: Uint8Array): string {
  try {
    const report = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    const { pck_crl, root_ca_crl, tcb_info_signature, qe_identity_signature, ...collateral } = report.collateral
    const chains = [
      'pck_crl_issuer_chain',
      'tcb_info_issuer_chain',
      'qe_identity_issuer_chain',
      'pck_certificate_chain',
    ]
    const devices = report.nvidia_payload?.evidence_list as { certificate: string; evidence: string }[] | undefined
    return JSON.stringify({
      quote: report.quote.toLowerCase(),
      events: (JSON.parse(report.event_log) as Event[]).map(wordsOf),
      compose: JSON.parse(report.tcb_info).app_compose,
      gpus: devices?.map(({ certificate, evidence }) => [certificate, evidence]) ?? claimedGpus(),
      hex: [pck_crl, root_ca_crl, tcb_info_signature, qe_identity_signature].map((one) => one.toLowerCase()),
      texts: [...chains, 'tcb_info', 'qe_identity'].map((name) => collateral[name] ?? null),
    })
  } catch {
    return 'nothing'
  }
}

function claimedGpus() {
  const original = JSON.parse(new TextDecoder().decode(whole.evidence.reports[0]?.bytes))
  const devices = original.nvidia_payload.evidence_list as { certificate: string; evidence: string }[]
  return devices.map(({ certificate, evidence }) => [certificate, evidence])
}

function wordsOf({ imr, event_type, digest, event, event_payload }: Event) {
  return event_type === RUNTIME ? [imr, event, event_payload.toLowerCase()] : [imr, digest.toLowerCase()]
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
