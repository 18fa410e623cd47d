import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { receiptOf } from '../testing/block.js'
import { evidenceOf, honestRecords, STRANGER, settlementOf, sha256, trailOf, trust, word } from '../testing/scenario.js'
import { inputsHash, toVerdictBody, trustHash, VERIFIER_VERSION } from './body.js'
import type { SettlementEvidence, SettlementSubject, UnfetchedTrail } from './subject.js'
import { verifySettlement } from './verify.js'

const records = honestRecords(2)
const subject = settlementOf(records)
const trail = trailOf(records)
const evidence: SettlementEvidence = evidenceOf({ trails: [trail] }, subject)
const unfetched: UnfetchedTrail = { root: word(0xdd), author: STRANGER, anchorTx: word(0xee), attempts: [] }

describe('body of a verdict', async () => {
  const verdict = await verifySettlement(subject, evidence, trust)
  const body = toVerdictBody(subject, evidence, trust, verdict)

  it('is canonical JSON with what was judged and what was found', () => {
    const read = JSON.parse(body)
    expect(canonicalize(read)).toBe(body)
    expect(read).toMatchObject({
      settlement: subject.id,
      blockHash: subject.blockHash,
      verifier: VERIFIER_VERSION,
      inputs: inputsHash(subject, evidence, trust),
      trust: trustHash(trust),
      outcome: 'partial',
      openedBy: trail.root,
      receipt: { source: 'http://rpc.test', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      trails: [{ root: trail.root, author: trail.author, anchorTx: trail.anchorTx, sha256: sha256(trail.bytes) }],
    })
    expect(read.questions).toEqual(JSON.parse(JSON.stringify(verdict.questions)))
    expect(read).not.toHaveProperty('fault')
  })

  it('names the fault of a failed one', async () => {
    const broken = evidenceOf({ trails: [trailOf(records.slice(1))] }, subject)
    const failed = await verifySettlement(subject, broken, trust)
    expect(JSON.parse(toVerdictBody(subject, broken, trust, failed))).toMatchObject({
      outcome: 'failed',
      fault: 'provider',
    })
  })

  it('keeps out of it what a database cannot keep', () => {
    const observations = [
      { id: 'x', question: 'opening' as const, text: `a\0b\ud800c${'d'.repeat(3000)}`, evidence: [] },
    ]
    const [kept] = JSON.parse(toVerdictBody(subject, evidence, trust, { ...verdict, observations })).observations
    expect(kept.text).toHaveLength(2000)
    expect(kept.text.slice(0, 6)).toBe('a\ufffdb\ufffdcd')
  })
})

describe('inputs of a verdict', () => {
  const before = inputsHash(subject, evidence, trust)

  it('are the same for the same facts, in whatever order and from whatever source they come', () => {
    const liar = { source: 'http://liar.test', foundRoot: word(1) }
    const elsewhere = { ...trail, source: 'http://other.test', faultySources: [liar] }
    expect(inputsHash(subject, evidenceOf({ trails: [elsewhere] }, subject), trust)).toBe(before)
    const tried = { ...unfetched, attempts: [{ source: 'http://a.test', outcome: 'time-out' }] }
    expect(inputsHash(subject, evidenceOf({ trails: [], unfetched: [tried] }), trust)).toBe(
      inputsHash(subject, evidenceOf({ trails: [], unfetched: [unfetched] }), trust),
    )
    const second = trailOf(records, STRANGER, { via: 'router' })
    expect(inputsHash(subject, evidenceOf({ trails: [trail, second], unfetched: [] }), trust)).toBe(
      inputsHash(subject, evidenceOf({ trails: [second, trail], unfetched: [] }), trust),
    )
  })

  it.each<[string, Partial<SettlementSubject>]>([
    ['block hash', { blockHash: word(1) }],
    ['status', { status: 1 }],
    ['signer', { signer: STRANGER }],
    ['acknowledgement', { signerAcknowledged: false }],
    ['level before', { balanceBefore: null }],
    ['previous nonce', { previousNonce: null }],
    ['calldata', { item: null }],
    ['services', { services: [] }],
  ])('change with the %s', (_, changes) => {
    expect(inputsHash({ ...subject, ...changes }, evidence, trust)).not.toBe(before)
  })

  it('change with the receipt and its place, not with who served it', () => {
    const receipt = receiptOf(subject)
    const elsewhere = { ...receipt, source: 'http://other.test' }
    expect(inputsHash(subject, { ...evidence, receipt: elsewhere }, trust)).toBe(before)
    const { transactionProof, ...untied } = receipt
    const others = [
      null,
      untied,
      { ...receipt, header: receipt.header.slice(1) },
      { ...receipt, transactionIndex: 2 },
      { ...receipt, receiptProof: receipt.receiptProof.slice(1) },
      { ...receipt, transactionProof: transactionProof?.slice(1) ?? [] },
    ].map((other) => inputsHash(subject, { ...evidence, receipt: other }, trust))
    expect(new Set([before, ...others]).size).toBe(7)
  })

  it('change with the trails, fetched or not, with their bytes and with the trust material', () => {
    const others: [SettlementEvidence, typeof trust][] = [
      [evidenceOf({ trails: [], unfetched: [] }), trust],
      [evidenceOf({ trails: [trail], unfetched: [unfetched] }), trust],
      [evidenceOf({ trails: [], unfetched: [{ ...unfetched, root: trail.root, author: trail.author }] }), trust],
      [evidenceOf({ trails: [{ ...trail, bytes: trail.bytes.slice(1) }], unfetched: [] }), trust],
      [evidenceOf({ trails: [{ ...trail, author: STRANGER }], unfetched: [] }), trust],
      [evidence, { ...trust, mockSigners: [] }],
    ]
    const hashes = others.map(([seen, trusted]) => inputsHash(subject, seen, trusted))
    expect(new Set([before, ...hashes]).size).toBe(others.length + 1)
  })

  it('cover every field of a settlement', () => {
    const touched = Object.keys(subject).filter((field) => {
      const value = subject[field as keyof typeof subject]
      const other = typeof value === 'bigint' ? value + 1n : typeof value === 'number' ? value + 1 : null
      return inputsHash({ ...subject, [field]: field === 'services' ? [] : other }, evidence, trust) !== before
    })
    expect(touched).toEqual(Object.keys(subject))
  })
})
