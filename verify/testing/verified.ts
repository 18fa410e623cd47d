/** A settlement about which everything is known: subject, receipt, trail, a report that the signer signed, and trust. */
import { createHash } from 'node:crypto'
import type { Release, SettlementEvidence, SettlementSubject, TrustMaterial } from '../src/index.js'
import {
  type GpuPki,
  importGpuPki,
  importQuotePki,
  type MintReportInput,
  mintOs,
  mintReport,
  type QuotePki,
  signReport,
} from '../src/mint/index.js'
import { appCompose, DIGEST, HONEST, modelEntry, releaseOf } from './composes.js'
import {
  BLOCK_TIME,
  trust as bareTrust,
  evidenceOf,
  headerOf,
  honestRecords,
  serviceKey,
  settlementOf,
  trailOf,
} from './scenario.js'

/** When the report of the settlement was observed. */
export const REPORT_TIME = BLOCK_TIME - 300_000

/** The operating system of every report here. */
export const testOs = mintOs('touchstone-test-os')

/** A compose whose one image hands requests on. */
export const RELAY = appCompose(
  [
    'services:',
    '  relay:',
    `    image: example/relay@${DIGEST}`,
    '    command: ["--upstream", "https://api.test"]',
  ].join('\n'),
)

const RELAY_RELEASE: Release = releaseOf(RELAY, {
  name: 'test-relay',
  images: [{ image: 'example/relay', digest: DIGEST }],
  role: { kind: 'relays', endpoint: 'https://api.test', operator: 'Test Cloud' },
})

/** Whoever may vouch for enclaves and GPUs here. The keys follow from their names: the same in every run. */
export async function importTestPki(name = 'test'): Promise<{ quotes: QuotePki; gpus: GpuPki }> {
  const seed = (role: string) => createHash('sha256').update(`touchstone ${name} ${role}`).digest('hex')
  const secrets = {
    root: seed('root'),
    authority: seed('authority'),
    pck: seed('pck'),
    tcbSigner: seed('tcbSigner'),
    attestation: seed('attestation'),
    stranger: seed('stranger'),
  }
  return {
    quotes: await importQuotePki({ format: 'touchstone-quote-pki/1', secrets, ppid: seed('ppid').slice(0, 32) }),
    gpus: await importGpuPki({ format: 'touchstone-gpu-pki/1', seed: `${seed('gpu')}${seed('gpu').slice(0, 32)}` }),
  }
}

/** Trust in the test PKI, its operating system, both releases, and `m` as Qwen3-8B. */
export async function trustOfTests(): Promise<TrustMaterial> {
  const { quotes, gpus } = await importTestPki()
  const { name, imageHash, mrTd, rtmr0, rtmr1, rtmr2 } = testOs
  const dates = { source: 'tests', from: '2025-01-01', until: null }
  const registers = { mrtd: [mrTd], rtmr0: [rtmr0], rtmr1: [rtmr1], rtmr2: [rtmr2] }
  return {
    ...bareTrust,
    quoteRoots: [quotes.root],
    gpuRoots: [gpus.root],
    osImages: [{ name, imageHash, ...registers, ...dates }],
    releases: [releaseOf(HONEST), RELAY_RELEASE],
    models: [modelEntry('m', 'Qwen/Qwen3-8B'), modelEntry('Qwen/Qwen3-4B', 'Qwen/Qwen3-4B')],
  }
}

/** A report as a service of the scenario answers it, signed by the service's key unless `signed` says otherwise. */
export async function captureReport(mint: Partial<MintReportInput> = {}, signed = true) {
  const { quotes, gpus } = await importTestPki()
  const { body } = await mintReport(quotes, {
    form: 'broker',
    signer: serviceKey.address,
    compose: HONEST,
    os: testOs,
    at: REPORT_TIME,
    gpu: { pki: gpus },
    ...mint,
  })
  return {
    source: 'https://provider.test/v1/quote',
    observedAt: REPORT_TIME,
    bytes: body,
    signature: signed ? signReport(body, serviceKey.signDigest) : null,
    collateral: null,
  }
}

export interface Evidenced {
  subject: SettlementSubject
  evidence: SettlementEvidence
  trust: TrustMaterial
}

/** A settlement of that many requests for which all six questions pass: `serves`; or whose known code is a relay. */
export async function fullyEvidenced(kind: 'serves' | 'relays' = 'serves', requests = 2): Promise<Evidenced> {
  const records = honestRecords(requests)
  const subject = settlementOf(records)
  const report = await captureReport({ compose: kind === 'serves' ? HONEST : RELAY })
  const header = headerOf()
  const parts = { trails: [trailOf(records, header.provider)], reports: [report] }
  return { subject, evidence: evidenceOf(parts, subject), trust: await trustOfTests() }
}
