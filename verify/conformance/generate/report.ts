import type { Hex, TrustMaterial } from '../../src/index.js'
import { type MintReportInput, REPORT_FLAWS, type ReportFlawName, signReport } from '../../src/mint/index.js'
import { otherKey, serviceKey } from '../../testing/scenario.js'
import { captureReport, importTestPki, REPORT_TIME, trustOfTests } from '../../testing/verified.js'
import { edited, text, type Writer } from './writer.js'

const FORMS = {
  broker: { form: 'broker' },
  gateway: { form: 'gateway' },
} as const satisfies Record<string, Partial<MintReportInput>>

/** Attestation reports as brokers and gateways serve them, whole and with every flaw, and their signature. */
export async function reportVectors(writer: Writer): Promise<void> {
  const { gpus } = await importTestPki()
  const material = await trustOfTests()
  const trust = writer.bytes('trust.json', new TextEncoder().encode(JSON.stringify(material, null, 2)))
  const claim = { at: REPORT_TIME, signer: serviceKey.address, trust }
  const bases = {
    broker: (await captureReport(FORMS.broker)).bytes,
    gateway: (await captureReport(FORMS.gateway)).bytes,
  }
  const asBase = {
    broker: writer.bytes('reports/broker.json', bases.broker),
    gateway: writer.bytes('reports/gateway.json', bases.gateway),
  }
  const minted = async (form: keyof typeof FORMS, name: string, more: Partial<MintReportInput> = {}) => {
    const { bytes } = await captureReport({ ...FORMS[form], ...more })
    return writer.variant(`reports/${name}.json`, bytes, { bytes: bases[form], as: asBase[form] })
  }
  const broker = { report: asBase.broker, ...claim }
  const encryptionKey = new Uint8Array(32).fill(0xe2)
  const positives: [string, string, Record<string, unknown>][] = [
    ['broker', 'The report of a broker, with a GPU.', broker],
    ['gateway', 'The report of a gateway, with a GPU.', { report: asBase.gateway, ...claim }],
    [
      'encryption-key',
      'Bound beside an encryption key.',
      { ...claim, report: await minted('broker', 'enclave-key', { encryptionKey }) },
    ],
    [
      'two-gpus',
      'Two GPUs.',
      { ...claim, report: await minted('broker', 'two-gpus', { gpu: { pki: gpus, devices: 2 } }) },
    ],
    [
      'out-of-date',
      'A TCB status is an observation.',
      { ...claim, report: await minted('broker', 'out-of-date', { tcbStatus: 'OutOfDate' }) },
    ],
    ['any-signer', 'Nobody asked for a key.', { ...broker, signer: null }],
  ]
  for (const [name, about, input] of positives) writer.vector(`report/${name}.pass`, about, input)
  for (const [name, { expected }] of Object.entries(REPORT_FLAWS) as [
    ReportFlawName,
    (typeof REPORT_FLAWS)[ReportFlawName],
  ][])
    for (const form of Object.keys(FORMS) as (keyof typeof FORMS)[]) {
      // What both forms do alike stands in one of them.
      if (form === 'gateway' && !/^(other|event|compose|gpu)/.test(name)) continue
      const report = await minted(form, `${form}-${name}`, { flaw: name })
      writer.vector(`report/${form}-${name}.${expected.status}`, `Found by ${expected.check}.`, { ...claim, report })
    }
  await surroundingVectors(writer, broker, material)
  statementVectors(writer, bases.broker, asBase.broker)
}

/** An honest report with another time, signer or trust. */
async function surroundingVectors(
  writer: Writer,
  broker: Record<string, unknown>,
  material: TrustMaterial,
): Promise<void> {
  const { quotes } = await importTestPki('foreign')
  const foreign = text(JSON.stringify({ ...material, quoteRoots: [quotes.root] }))
  const empty = text(JSON.stringify({ ...material, quoteRoots: [], gpuRoots: [] }))
  const more: [`${string}.${'fail' | 'absent' | 'unavailable'}`, string, Record<string, unknown>][] = [
    ['other-key-asked-for.fail', 'It binds another key.', { signer: otherKey.address }],
    ['time-not-a-number.unavailable', 'No time to judge for.', { at: 'NaN' }],
    ['a-year-later.unavailable', 'The collateral is out of its time.', { at: REPORT_TIME + 31_536_000_000 }],
    ['no-root-named.absent', 'A network that trusts nobody judges nothing.', { trust: empty }],
    ['root-of-others.fail', 'The chain ends in a root that is not pinned.', { trust: foreign }],
    ['empty.absent', 'Nothing.', { report: text('') }],
    ['json-number.absent', 'Wrong type.', { report: text('7') }],
  ]
  for (const [id, about, change] of more) writer.vector(`report/${id}`, about, { ...broker, ...change })
}

function statementVectors(writer: Writer, bytes: Uint8Array, report: Parameters<typeof edited>[0]): void {
  const signature = signReport(bytes, serviceKey.signDigest)
  const claim = { report, signature, signer: serviceKey.address }
  const text191 = serviceKey.signText(new TextDecoder().decode(bytes))
  writer.vector('report-signature/of-the-signer.pass', 'The signer’s own statement.', claim)
  const failing: [string, string, Record<string, unknown>][] = [
    ['one-bit', 'Another body.', { report: edited(report, ['flip', 100, 1]) }],
    ['trailing', 'Another body.', { report: edited(report, ['append', '0a']) }],
    ['other-key', 'Somebody else’s.', { signature: signReport(bytes, otherKey.signDigest) }],
    ['over-the-body', 'Signed over the body, not over its hash.', { signature: text191 }],
    ['none', 'No signature.', { signature: null }],
    ['zero', 'No signature.', { signature: `0x${'00'.repeat(65)}` as Hex }],
    ['short', 'A signature has 65 bytes.', { signature: signature.slice(0, -2) }],
    ['empty', 'No signature.', { signature: '0x' }],
  ]
  for (const [name, about, change] of failing)
    writer.vector(`report-signature/${name}.fail`, about, { ...claim, ...change })
}
