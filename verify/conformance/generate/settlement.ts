import { buildBundle, type SettlementEvidence, type SettlementSubject, type TrustMaterial } from '../../src/index.js'
import { appCompose, DIGEST, HONEST, vllmCompose } from '../../testing/composes.js'
import {
  asPayerRecord,
  evidenceOf,
  honestRecord,
  honestRecords,
  mockKey,
  otherKey,
  PAYER,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  word,
} from '../../testing/scenario.js'
import { captureReport, fullyEvidenced, importTestPki } from '../../testing/verified.js'
import { bundleVectors } from './bundle.js'
import { type Outcome, text, type Writer } from './writer.js'

interface Case {
  subject?: Partial<SettlementSubject>
  evidence?: Partial<SettlementEvidence>
  trust?: Partial<TrustMaterial>
}

/** Whole settlements as bundles: verified, relayed, and each way of failing. */
export async function settlementVectors(writer: Writer): Promise<void> {
  const whole = await fullyEvidenced()
  const put = (id: `${string}.${Outcome}`, about: string, { subject, evidence, trust }: Case = {}) => {
    const bundle = {
      subject: { ...whole.subject, ...subject },
      evidence: { ...whole.evidence, ...evidence },
      verdict: null,
      gaps: [],
    }
    const name = id.slice(0, id.lastIndexOf('.'))
    writer.vector(`settlement/${id}`, about, {
      bundle: writer.bytes(`bundles/${name}.zip`, buildBundle(bundle)),
      trust:
        trust === undefined
          ? writer.bytes('trust.json', new TextEncoder().encode(JSON.stringify(whole.trust, null, 2)))
          : text(JSON.stringify({ ...whole.trust, ...trust })),
    })
  }
  put('verified.pass', 'All six questions pass.')
  const large = await fullyEvidenced('serves', 5)
  put('five-requests.pass', 'All six questions pass, five requests.', large)
  const unsigned = [await captureReport({}, false)]
  put('report-unsigned.pass', 'A whole report proves itself, whoever served it.', { evidence: { reports: unsigned } })
  const { evidence: relayed, subject: relaySubject } = await fullyEvidenced('relays')
  put('relayed.absent', 'The known code hands every request on.', { subject: relaySubject, evidence: relayed })
  paymentCases(put, whole)
  openingCases(put, whole)
  contentCases(put)
  await enclaveCases(put, whole)
  await bundleVectors(writer, buildBundle({ ...whole, verdict: null, gaps: [] }))
}

type Put = (id: `${string}.${Outcome}`, about: string, one: Case) => void
type Whole = Awaited<ReturnType<typeof fullyEvidenced>>

function paymentCases(put: Put, { subject, evidence }: Whole): void {
  const { receipt } = evidence
  if (receipt === null) throw new Error('The settlement has a receipt.')
  const flipped = receipt.header.with(40, (receipt.header[40] ?? 0) ^ 1)
  const [first, ...rest] = receipt.receiptProof
  const cut = first === undefined ? [] : [first.subarray(0, -1), ...rest]
  const unavailable: [string, string, Case][] = [
    ['receipt-missing', 'No node served the receipt.', { evidence: { receipt: null } }],
    [
      'header-one-bit',
      'A node’s wrong bytes accuse nobody.',
      { evidence: { receipt: { ...receipt, header: flipped } } },
    ],
    [
      'receipt-truncated',
      'A node’s wrong bytes accuse nobody.',
      { evidence: { receipt: { ...receipt, receiptProof: cut } } },
    ],
    [
      'receipt-of-another',
      'The path of another transaction.',
      { evidence: { receipt: { ...receipt, transactionIndex: 0 } } },
    ],
    ['amount-of-the-index', 'The index says another amount than the log.', { subject: { fundSpent: 1n } }],
    [
      'nonce-of-the-index',
      'The contract accepts no nonce twice.',
      { subject: { previousNonce: subject.item?.nonce ?? 0n } },
    ],
    ['without-calldata', 'Only the log could be read.', { subject: { item: null } }],
    ['signer-of-the-index', 'The contract accepts no other key.', { subject: { signer: otherKey.address } }],
  ]
  for (const [name, about, one] of unavailable) put(`${name}.unavailable`, about, one)
  put('refused-by-the-contract.absent', 'Nothing was paid.', { subject: { status: 5 } })
}

function openingCases(put: Put, { subject, evidence }: Whole): void {
  const records = honestRecords(2)
  const trails = (list: typeof records, author = PROVIDER) => ({ evidence: { trails: [trailOf(list, author)] } })
  const cheaper = records.map((record, at) =>
    at === 0 ? { ...record, fee: '1', inputFee: '0', outputFee: '1' } : record,
  )
  put('request-missing.fail', 'The provider’s list lacks a request.', trails(records.slice(1)))
  put('request-doubled.fail', 'The provider’s list has a request twice.', trails([...records, ...records.slice(1)]))
  put('fees-changed.fail', 'The provider’s list has other fees.', trails(cheaper))
  put('two-lists.fail', 'The provider published two lists.', {
    evidence: { trails: [...evidence.trails, ...trails(cheaper).evidence.trails] },
  })
  put('mock-key.fail', 'A key that everybody knows.', {
    subject: settlementOf(records, mockKey),
    evidence: evidenceOf({ trails: evidence.trails }, settlementOf(records, mockKey)),
  })
  put('strangers-list.absent', 'A stranger’s false list accuses nobody.', trails(cheaper, STRANGER))
  put('payers-list.absent', 'A payer does not know the fields.', trails(records.map(asPayerRecord), PAYER))
  put('no-list.absent', 'Nobody published anything.', { evidence: { trails: [] } })
  const { root, author, anchorTx } = evidence.trails[0] ?? { root: word(1), author: PROVIDER, anchorTx: word(2) }
  put('list-out-of-reach.unavailable', 'Anchored, and no source delivered it.', {
    evidence: {
      trails: [],
      unfetched: [{ root, author, anchorTx, attempts: [{ source: 'http://a.test', outcome: 'time-out' }] }],
    },
  })
  put('rejected-bytes.absent', 'A stranger’s bytes that are no trail.', {
    evidence: { trails: [trailOf(records, STRANGER, { provider: STRANGER })] },
    subject,
  })
}

function contentCases(put: Put): void {
  const records = honestRecords(2)
  const opened = (list: typeof records): Case => {
    const subject = settlementOf(list)
    return { subject, evidence: { trails: [trailOf(list)], receipt: evidenceOf({}, subject).receipt } }
  }
  const second = (change: Partial<(typeof records)[number]>) =>
    opened(records.map((record, at) => (at === 1 ? { ...record, ...change } : record)))
  const [first, other] = records
  if (first?.proof === undefined || other?.proof === undefined) throw new Error('Records are signed.')
  const own = { request: first.request, response: first.response, proof: first.proof }
  put(
    'other-response.fail',
    'The provider shows another response than was signed.',
    second({ response: first.response }),
  )
  put('other-request.fail', 'The provider shows another request than was signed.', second({ request: first.request }))
  put('signature-replayed.fail', 'One signed answer billed twice.', second(own))
  put(
    'signature-by-another.fail',
    'The provider shows a signature of another key.',
    second({
      proof: honestRecord(1, otherKey).proof ?? other.proof,
    }),
  )
  put(
    'bill-too-high.fail',
    'The tokens do not fit the fee.',
    second({ fee: '9000000000000', inputFee: '0', outputFee: '9000000000000' }),
  )
  put(
    'bodies-withheld.absent',
    'Digests alone.',
    second({
      request: { sha256: other.request.sha256 },
      response: { sha256: other.response.sha256 },
    }),
  )
  put('proof-withheld.absent', 'Nobody sees a signature.', opened(records.map(({ proof, ...record }) => record)))
  const use = {
    signature: first.proof.signature,
    settlement: `16661-${word(0x77)}-0`,
    blockTime: 1_760_000_000_000,
    root: word(0x88),
    line: 2,
  }
  put('signature-of-an-earlier-bill.fail', 'The provider billed the same answer before.', {
    evidence: { earlierUses: [{ ...use, author: PROVIDER }] },
  })
  put('signature-used-by-a-stranger.absent', 'A stranger’s file accuses nobody.', {
    evidence: { earlierUses: [{ ...use, author: STRANGER }] },
  })
}

async function enclaveCases(put: Put, { evidence }: Whole): Promise<void> {
  const { quotes: foreign } = await importTestPki('foreign')
  const report = async (mint: Parameters<typeof captureReport>[0], signed = true): Promise<Case> => ({
    evidence: { reports: [await captureReport(mint, signed)] },
  })
  const oracle = appCompose(vllmCompose('--model Qwen/Qwen3-8B', '  oracle:', `    image: evil/oracle@${DIGEST}`))
  const tagged = HONEST.replaceAll(`@${DIGEST}`, ':latest')
  put('signing-oracle.absent', 'Unknown code in a genuine enclave.', await report({ compose: oracle }))
  put('image-by-tag.absent', 'A tag can be moved.', await report({ compose: tagged }))
  put('no-report.absent', 'No report was observed.', { evidence: { reports: [] } })
  put(
    'report-of-another-key.fail',
    'The signer’s own statement binds another key.',
    await report({ flaw: 'other_signer' }),
  )
  put(
    'report-of-a-stranger.absent',
    'A report for another key, by nobody.',
    await report({ signer: otherKey.address }, false),
  )
  for (const flaw of [
    'quote_changed',
    'event_payload_forged',
    'compose_swapped',
    'enclave_debug',
    'platform_revoked',
    'gpu_nonce_other',
  ] as const) {
    const name = flaw.replaceAll('_', '-')
    put(`${name}.fail`, 'Wrong, and the signer’s own statement.', await report({ flaw }))
    const isTorn = flaw === 'quote_changed' || flaw === 'enclave_debug' || flaw === 'platform_revoked'
    const id = isTorn ? (`${name}-unsigned.absent` as const) : (`${name}-unsigned.unavailable` as const)
    put(id, 'Wrong, and nobody’s statement: it may have been changed on the way.', await report({ flaw }, false))
  }
  put('collateral-missing.unavailable', 'Nothing to judge the quote by.', await report({ flaw: 'collateral_missing' }))
  put(
    'collateral-outdated.unavailable',
    'Nothing in force to judge the quote by.',
    await report({ flaw: 'collateral_outdated' }),
  )
  put('other-pki.fail', 'The signer’s own statement, its chain of another root.', {
    trust: { quoteRoots: [foreign.root] },
  })
  put('no-root-named.absent', 'A network that trusts nobody.', { trust: { quoteRoots: [] } })
  put('no-releases.absent', 'Nothing is known of the code.', { trust: { releases: [] } })
  put('no-models.absent', 'Nothing is known of the model.', { trust: { models: [] } })
  put('report-out-of-reach.unavailable', 'Every attempt ended without one.', {
    evidence: { reports: [], reportAttempts: [{ source: 'https://provider.test', outcome: 'time-out' }] },
  })
  const [captured] = evidence.reports
  if (captured === undefined) throw new Error('A report was captured.')
  put('report-before-the-key.absent', 'Observed before the service held the key.', {
    evidence: { reports: [{ ...captured, observedAt: captured.observedAt - 86_400_000 }] },
  })
  put('other-model.fail', 'The provider’s enclave runs another model than advertised.', {
    trust: { models: [{ ...model('m', 'Qwen/Qwen3-4B') }, model('x', 'Qwen/Qwen3-8B')] },
  })
}

function model(service: string, sku: string) {
  return {
    service,
    sku,
    licence: 'Apache-2.0',
    openWeights: true,
    sameAs: [],
    tokenizer: null,
    source: 'tests',
    asOf: '2025-10-01',
  }
}
