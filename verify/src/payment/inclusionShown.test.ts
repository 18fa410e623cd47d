import { describe, expect, it } from 'vitest'
import { inBlock, receiptOf } from '../../testing/block.js'
import { CONTRACT, honestRecords, PAYER, PROVIDER, STRANGER, settlementOf, word } from '../../testing/scenario.js'
import type { ReceiptEvidence, SettlementItem, SettlementSubject } from '../subject.js'
import { checkInclusion } from './inclusion.js'

const honest = settlementOf(honestRecords(1))
const { totalFee, requestsHash, nonce, signature } = honest.item
const receipt = receiptOf(honest)
const SOURCE = 'http://rpc.test'
const INCONSISTENT = 'index-inconsistent: '
const FAULTY = `Faulty source: ${SOURCE} served bytes that prove nothing, `

const evidenceOf = (subject: SettlementSubject) => [
  { kind: 'transaction', ref: subject.txHash },
  { kind: 'source', ref: SOURCE },
]

function judge(subject: SettlementSubject, served: ReceiptEvidence | null = receipt) {
  return checkInclusion(subject, { receipt: served })
}
function shown(id: string, subject: SettlementSubject, served: ReceiptEvidence | null = receipt) {
  return judge(subject, served).checks.find((check) => check.id === id)
}

describe('what is shown of a block', () => {
  const block = `block 100 of ${honest.blockTime} ms, ${honest.blockHash}`
  const logs = `payer ${PAYER}, status 0, unsettled 0, spent ${totalFee} at ${CONTRACT}, level 1000 at ${PROVIDER}`
  const bill = `${PAYER} ${PROVIDER} ${totalFee} ${requestsHash} ${nonce} ${signature}`

  it('is what was expected and found, the transaction and the node', () => {
    const of = (id: string, found: string, expected?: string) => ({
      ...{ id, question: 'payment', status: 'pass', found, evidence: evidenceOf(honest) },
      ...(expected === undefined ? {} : { expected }),
    })
    expect(judge(honest)).toEqual({
      checks: [
        of('header-hash', block, block),
        of('receipt-proof', 'receipt 1 of the block'),
        of('log-agrees', logs, logs),
        of('calldata-proof', bill, bill),
      ],
      observations: [],
    })
  })

  it('names who was asked, five of them', () => {
    const reason = 'No node served the block and receipts of this bill.'
    const of = (why: string) =>
      ['header-hash', 'receipt-proof', 'log-agrees'].map((id) => ({
        ...{ id, question: 'payment', status: 'unavailable', reason: why, evidence: [] },
      }))
    expect(judge(honest, null)).toEqual({ checks: of(reason), observations: [] })
    const receiptAttempts = Array.from({ length: 6 }, (_, at) => ({ source: `n${at}`, outcome: `o${at}` }))
    expect(checkInclusion(honest, { receipt: null, receiptAttempts }).checks).toEqual(
      of(`${reason} Asked: n0: o0; n1: o1; n2: o2; n3: o3; n4: o4.`),
    )
  })

  it('is both blocks where the index has another time', () => {
    const later = honest.blockTime + 1000
    expect(shown('header-hash', { ...honest, blockTime: later })).toMatchObject({
      reason: `${INCONSISTENT}the block of this hash has another number or time.`,
      expected: `block 100 of ${later} ms, ${honest.blockHash}`,
      found: block,
      evidence: evidenceOf(honest),
    })
  })

  it('says what hangs on a header and on a receipt that nobody proved', () => {
    const status = 'unavailable'
    const { checks, observations } = judge(honest, { ...receipt, header: receipt.header.slice(1) })
    expect(observations).toEqual([])
    expect(checks[0]).toMatchObject({ id: 'header-hash', status, evidence: evidenceOf(honest) })
    expect(checks[0]?.reason).toMatch(/^Faulty source: http:\/\/rpc\.test served bytes that prove nothing, .+\.$/)
    const pending = { question: 'payment', status, reason: 'No header of the block is at hand.' }
    expect(checks.slice(1)).toEqual([
      { id: 'receipt-proof', ...pending, evidence: evidenceOf(honest) },
      { id: 'log-agrees', ...pending, evidence: evidenceOf(honest) },
    ])
    expect(shown('log-agrees', honest, { ...receipt, receiptProof: [] })).toEqual({
      id: 'log-agrees',
      ...{ question: 'payment', status, reason: 'The receipt is not proven to lie in the block.' },
      evidence: evidenceOf(honest),
    })
  })

  it('is the hash that was asked for beside that of the bytes', () => {
    const other = receiptOf({ ...honest, blockNumber: 101 })
    const found = shown('header-hash', honest, { ...receipt, header: other.header })
    expect(found?.expected).toBe(honest.blockHash)
    expect(found?.found).toMatch(/^0x[0-9a-f]{64}$/)
    expect(found?.found).not.toBe(honest.blockHash)
  })

  it('is the other transaction', () => {
    const other = { ...honest, txHash: word(0xab) }
    expect(judge(other).checks.at(-1)).toEqual({
      ...{ id: 'calldata-proof', question: 'payment', status: 'unavailable' },
      reason: `${FAULTY}the transaction is another.`,
      expected: word(0xab),
      found: honest.txHash,
      evidence: evidenceOf(other),
    })
    expect(shown('log-agrees', { ...other, status: 1 })?.reason).toBe(
      'The proven receipt says something else, or is that of another transaction.',
    )
  })

  it('takes hashes in any casing', () => {
    const shouted = { ...honest, txHash: `0x${honest.txHash.slice(2).toUpperCase()}` as const }
    expect(judge(shouted).checks.map(({ status }) => status)).toEqual(Array(4).fill('pass'))
  })
})

describe('what is shown of logs', () => {
  const why = `${INCONSISTENT}the proven logs of the transaction say something else.`
  const result = `payer ${PAYER}, status 0, unsettled 0`

  it.each<[string, Partial<SettlementSubject>, { expected?: string; found?: string }]>([
    ['another result', { ordinal: 1 }, { found: 'no result log 1 of the contract' }],
    [
      'another payer',
      { payer: STRANGER },
      {
        expected: `payer ${STRANGER}, status 0, unsettled 0, spent ${totalFee} at ${CONTRACT}, level 1000 at ${PROVIDER}`,
      },
    ],
    ['another level', { balanceAfter: 5n }, { found: expect.stringMatching(/level 1000 at 0x70997970/) }],
  ])('is both sides where the index has %s', (_, changes, sides) => {
    const subject = { ...honest, ...changes }
    const check = shown('log-agrees', subject)
    expect(check).toMatchObject({ ...sides, evidence: evidenceOf(subject) })
    expect(check?.reason).toBe(why)
  })

  it('is no level and no spending where the block has none', () => {
    const bare = { ...inBlock({ ...honest, fundSpent: null, balanceAfter: null }) }
    const subject = { ...bare, fundSpent: totalFee, balanceAfter: 1_000n }
    expect(shown('log-agrees', subject, receiptOf(bare))).toMatchObject({
      status: 'unavailable',
      found: `${result}, no level`,
    })
  })

  it('is the result alone where nothing moved', () => {
    const facts = { ...honest, status: 1, unsettledAmount: totalFee, fundSpent: null, balanceAfter: null }
    const empty = inBlock(facts)
    const text = `payer ${PAYER}, status 1, unsettled ${totalFee}`
    const expected = { status: 'pass', expected: text, found: text }
    expect(shown('log-agrees', empty, receiptOf(empty))).toMatchObject(expected)
    expect(shown('log-agrees', { ...empty, item: null }, receiptOf(empty))).toMatchObject(expected)
  })

  it('says nothing of a log of the ledger that the index does not have', () => {
    const text = `${result}, level 1000 at ${PROVIDER}`
    expect(shown('log-agrees', { ...honest, fundSpent: null })).toMatchObject({
      status: 'pass',
      expected: text,
      found: text,
    })
  })

  it('counts what the ledger spent where the calldata is not at hand', () => {
    const found = shown('log-agrees', { ...honest, item: null })
    expect(found).toMatchObject({ status: 'pass', expected: expect.stringContaining(`spent ${totalFee} at`) })
    expect(shown('calldata-proof', { ...honest, item: null })?.reason).toContain('calldata of this bill is unavailable')
  })
})

describe('what is shown of calldata', () => {
  const second = { ...honest.item, nonce: 5n }

  it('is both bills where they differ', () => {
    const subject = { ...inBlock({ ...honest, item: second }), item: honest.item }
    const side = (of: SettlementItem) => `${PAYER} ${PROVIDER} ${totalFee} ${requestsHash} ${of.nonce} ${signature}`
    const served = receiptOf({ ...subject, item: second })
    expect(shown('calldata-proof', subject, served)).toEqual({
      ...{ id: 'calldata-proof', question: 'payment', status: 'unavailable', evidence: evidenceOf(subject) },
      reason: `${INCONSISTENT}the proven calldata carries another bill.`,
      expected: side(honest.item),
      found: side(second),
    })
  })

  it('is the contract around the call that carries the bill', () => {
    const facts = { ...honest, contract: STRANGER }
    const placed = inBlock(facts)
    const subject = { ...placed, contract: CONTRACT }
    expect(shown('calldata-proof', subject, receiptOf(facts))).toEqual({
      ...{ id: 'calldata-proof', question: 'payment', status: 'pass', evidence: evidenceOf(subject) },
      found: `within the calldata of a call to ${STRANGER}`,
    })
  })

  it('is the contract around a call that does not carry it', () => {
    const facts = { ...honest, contract: STRANGER, item: second }
    const placed = inBlock(facts)
    const subject = { ...placed, contract: CONTRACT, item: honest.item }
    const { checks, observations } = judge(subject, receiptOf(facts))
    expect(checks.some(({ id }) => id === 'calldata-proof')).toBe(false)
    expect(observations).toEqual([
      {
        ...{ id: 'calldata-from-trace', question: 'payment', evidence: evidenceOf(subject) },
        text: `The bill was read from a trace: the transaction calls ${STRANGER} and does not carry it word for word.`,
      },
    ])
  })

  it('is what the position rests on where no transaction came', () => {
    const { transactionProof, ...untied } = receipt
    expect(transactionProof).toBeDefined()
    expect(judge(honest, untied).observations).toEqual([
      {
        ...{ id: 'position-unproven', question: 'payment', evidence: evidenceOf(honest) },
        text: `Which transaction of the block this is rests on the word of ${SOURCE}: its bytes were not asked for.`,
      },
    ])
  })
})
