import { describe, expect, it } from 'vitest'
import { inBlock, receiptOf } from '../../testing/block.js'
import { honestRecords, PAYER, PROVIDER, STRANGER, settlementOf } from '../../testing/scenario.js'
import type { SettlementSubject } from '../subject.js'
import { checkPayment } from './payment.js'

const honest = settlementOf(honestRecords(1))
const { totalFee, nonce } = honest.item
const INCONSISTENT = 'index-inconsistent: '
const evidence = [{ kind: 'transaction', ref: honest.txHash }]

function judge(subject: SettlementSubject, of = honest) {
  return checkPayment(subject, { receipt: receiptOf(of) })
}

/** The check of that id without its question, so that no word of it can change unnoticed. */
function shown(id: string, changes: Partial<SettlementSubject>) {
  const found = judge({ ...honest, ...changes }).checks.find((check) => check.id === id)
  if (found === undefined) throw new Error(`no check ${id}`)
  const { question, ...check } = found
  expect(question).toBe('payment')
  return check
}

describe('what is shown of a payment', () => {
  it('is what was expected and found, and the transaction', () => {
    const of = (id: string, expected: string, found: string) => ({
      ...{ id, question: 'payment', status: 'pass', expected, found, evidence },
    })
    const parties = `provider ${PROVIDER}, payer ${PAYER}`
    expect(judge(honest).checks.slice(0, 5)).toEqual([
      of('contract-accepted', 'SUCCESS or PARTIAL', 'SUCCESS'),
      of('parties-agree', parties, parties),
      of('fund-spent', `${totalFee}`, `${totalFee}`),
      of('balance-level', '1000', '1000'),
      of('nonce-increases', `more than ${nonce - 1n}`, `${nonce}`),
    ])
  })

  it.each([
    [1, 'PARTIAL', 'pass'],
    [2, 'PROVIDER_MISMATCH', 'absent'],
    [3, 'NO_TEE_SIGNER', 'absent'],
    [4, 'INVALID_NONCE', 'absent'],
    [5, 'INVALID_SIGNATURE', 'absent'],
    [6, 'status 6', 'unavailable'],
  ])('names result %i: %s', (status, found, outcome) => {
    const check = shown('contract-accepted', { status })
    expect(check).toMatchObject({ status: outcome, expected: 'SUCCESS or PARTIAL', found, evidence })
    if (outcome === 'absent') expect(check.reason).toBe(`Refused by the contract: ${found}.`)
    if (outcome === 'unavailable') expect(check.reason).toBe(`${INCONSISTENT}the contract has no result 6.`)
  })

  it('says why the index cannot be right', () => {
    const of = (why: string, expected: string, found: string) => ({
      ...{ status: 'unavailable', reason: `${INCONSISTENT}${why}`, expected, found, evidence },
    })
    expect(shown('contract-accepted', { unsettledAmount: 1n })).toMatchObject(
      of('SUCCESS leaves nothing unsettled, but the log says so.', 'SUCCESS or PARTIAL', 'SUCCESS'),
    )
    const why = 'the contract accepts a bill from its own provider only.'
    const found = `provider ${PROVIDER}, payer ${PAYER}`
    expect(shown('parties-agree', { caller: STRANGER })).toMatchObject(
      of(why, `provider ${STRANGER}, payer ${PAYER}`, found),
    )
    expect(shown('parties-agree', { payer: STRANGER })).toMatchObject(
      of(why, `provider ${PROVIDER}, payer ${STRANGER}`, found),
    )
    expect(shown('nonce-increases', { previousNonce: nonce })).toMatchObject(
      of('the contract accepts rising nonces only.', `more than ${nonce}`, `${nonce}`),
    )
    expect(shown('nonce-increases', { previousNonce: null })).toMatchObject({ expected: 'more than 0' })
  })

  it('says which amount is missing or other', () => {
    const of = (why: string, expected: string, found: string) => ({
      ...{ status: 'unavailable', reason: `${INCONSISTENT}${why}`, expected, found, evidence },
    })
    const none = 'no FundSpent log'
    expect(shown('fund-spent', { fundSpent: 7n })).toMatchObject(
      of('the FundSpent log does not match the settled amount.', `${totalFee}`, '7'),
    )
    expect(shown('fund-spent', { fundSpent: null })).toMatchObject({ expected: `${totalFee}`, found: none })
    expect(shown('fund-spent', { status: 1, unsettledAmount: totalFee + 1n })).toMatchObject(
      of('more is unsettled than was billed.', '-1', `${totalFee}`),
    )
    expect(shown('fund-spent', { status: 1, unsettledAmount: totalFee })).toMatchObject({
      ...{ status: 'unavailable', expected: none, found: `${totalFee}` },
    })
    const silent = { generation: 'D' as const, fundSpent: null }
    expect(shown('fund-spent', silent)).toMatchObject({
      ...{ status: 'pass', expected: `${totalFee}`, found: `${totalFee} by the account, no FundSpent log`, evidence },
    })
    for (const level of [{ balanceAfter: 999n }, { balanceAfter: null }, { balanceBefore: null }])
      expect(shown('fund-spent', { ...silent, ...level })).toMatchObject(
        of('neither a FundSpent log nor the account shows the settled amount.', `${totalFee}`, none),
      )
  })

  it('says which level is missing or other', () => {
    const unknown = (which: string) => `${INCONSISTENT}the account's level ${which} this bill is not known.`
    const none = 'no BalanceUpdated log'
    const status = 'unavailable'
    expect(shown('balance-level', { balanceAfter: null })).toEqual({
      ...{ id: 'balance-level', status, reason: unknown('after'), found: none, evidence },
    })
    expect(shown('balance-level', { balanceBefore: null })).toEqual({
      ...{ id: 'balance-level', status, reason: unknown('before'), found: '1000', evidence },
    })
    const fell = `${INCONSISTENT}the account did not fall by the settled amount.`
    expect(shown('balance-level', { balanceAfter: 999n })).toMatchObject({
      ...{ status, reason: fell, expected: '1000', found: '999', evidence },
    })
    expect(shown('balance-level', { balanceBefore: 0n, balanceAfter: -totalFee })).toMatchObject({
      ...{ status, reason: fell, expected: `${-totalFee}`, found: `${-totalFee}` },
    })
    const empty = { status: 1, unsettledAmount: totalFee, fundSpent: null }
    expect(shown('balance-level', { ...empty, balanceAfter: 5n })).toMatchObject({
      reason: `${INCONSISTENT}nothing was settled, yet a BalanceUpdated log is paired.`,
      ...{ status, expected: none, found: '5', evidence },
    })
    expect(shown('balance-level', { ...empty, balanceAfter: null })).toMatchObject({
      ...{ status: 'pass', expected: none, found: none, evidence },
    })
    expect(shown('balance-level', { balanceBefore: totalFee, balanceAfter: 0n }).status).toBe('pass')
  })

  it('holds no check twice and misses none without calldata', () => {
    const ids = judge({ ...honest, item: null }).checks.map(({ id }) => id)
    expect(ids).toEqual([
      ...['contract-accepted', 'parties-agree', 'fund-spent', 'balance-level', 'nonce-increases'],
      ...['header-hash', 'receipt-proof', 'log-agrees', 'calldata-proof'],
    ])
  })

  it('takes nothing from a block for a bill that was refused or is not judged', () => {
    for (const changes of [{ status: 2 }, { generation: 'B' as const }])
      expect(judge({ ...honest, ...changes }).observations).toEqual([])
  })
})

describe('what is remarked on about a payment', () => {
  const remark = (id: string, text: string, ref = honest.txHash) => ({
    ...{ id, question: 'payment', text, evidence: [{ kind: 'transaction', ref }] },
  })

  it('is a payment in part', () => {
    const partial = { ...honest, status: 1, unsettledAmount: 4n, fundSpent: totalFee - 4n, balanceAfter: 1_004n }
    const placed = inBlock(partial)
    const text = `${totalFee - 4n} of the ${totalFee} neuron billed were paid: the account held no more.`
    expect(judge(placed, placed).observations).toEqual([remark('partly-paid', text, placed.txHash)])
  })

  it('is a silent ledger', () => {
    const placed = inBlock({ ...honest, generation: 'D', fundSpent: null })
    const text = 'The ledger of that time wrote no log of what it spent: the amount rests on the level of the account.'
    expect(judge(placed, placed).observations).toEqual([remark('ledger-silent', text, placed.txHash)])
  })

  it.each([
    [7_200n, 'after'],
    [-7_200n, 'before'],
  ])('is a nonce of another time: %s seconds', (seconds, side) => {
    const late = (BigInt(honest.blockTime) / 1000n + seconds) * 10_000_000n
    const subject = { ...honest, item: { ...honest.item, nonce: late } }
    const text = `The nonce stands for a signing time 7200 seconds ${side} the block.`
    expect(judge(subject).observations).toEqual([remark('nonce-time', text)])
  })
})
