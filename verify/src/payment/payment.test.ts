import { describe, expect, it } from 'vitest'
import { honestRecords, PROVIDER, STRANGER, settlementOf } from '../../testing/scenario.js'
import type { SettlementSubject } from '../subject.js'
import { checkPayment } from './payment.js'

const honest = settlementOf(honestRecords(2))
const { totalFee } = honest.item

function find(subject: SettlementSubject, id: string) {
  return checkPayment(subject).checks.find((check) => check.id === id)
}
function isAllPass(subject: SettlementSubject): boolean {
  return checkPayment(subject).checks.every((check) => check.status === 'pass')
}

describe('payment', () => {
  it('passes where logs, level and nonce agree', () => {
    expect(checkPayment(honest).checks.map(({ id, status }) => [id, status])).toEqual([
      ['contract-accepted', 'pass'],
      ['parties-agree', 'pass'],
      ['fund-spent', 'pass'],
      ['balance-level', 'pass'],
      ['nonce-increases', 'pass'],
    ])
  })

  it('passes for the first bill of an account', () => {
    expect(isAllPass({ ...honest, previousNonce: null })).toBe(true)
  })

  it('passes in part and says how much', () => {
    const partial = { ...honest, status: 1, unsettledAmount: 400n, fundSpent: totalFee - 400n, balanceAfter: 0n }
    expect(isAllPass({ ...partial, balanceBefore: totalFee - 400n })).toBe(true)
    const [observation] = checkPayment(partial).observations
    expect(observation?.text).toContain(`${totalFee - 400n} of the ${totalFee} neuron`)
  })

  it('passes where nothing was left to pay with and no log was written', () => {
    const empty = { ...honest, status: 1, unsettledAmount: totalFee, fundSpent: null, balanceAfter: null }
    expect(isAllPass({ ...empty, balanceBefore: 0n })).toBe(true)
    expect(find({ ...empty, fundSpent: 0n }, 'fund-spent')?.status).toBe('unavailable')
    expect(find({ ...empty, balanceAfter: 5n }, 'balance-level')?.status).toBe('unavailable')
  })

  it.for<[string, Partial<SettlementSubject>]>([
    ['contract-accepted', { status: 9 }],
    ['contract-accepted', { unsettledAmount: 1n }],
    ['parties-agree', { caller: STRANGER }],
    ['parties-agree', { payer: STRANGER }],
    ['fund-spent', { fundSpent: totalFee - 1n }],
    ['fund-spent', { fundSpent: null }],
    ['fund-spent', { status: 1, unsettledAmount: totalFee + 1n }],
    ['balance-level', { balanceAfter: 999n }],
    ['balance-level', { balanceAfter: null }],
    ['balance-level', { balanceBefore: null }],
    ['balance-level', { balanceBefore: 0n, balanceAfter: -totalFee }],
    ['nonce-increases', { previousNonce: honest.item.nonce }],
    ['nonce-increases', { previousNonce: honest.item.nonce + 1n }],
    ['nonce-increases', { previousNonce: null, item: { ...honest.item, nonce: 0n } }],
  ])('%s accuses nobody of what the index got wrong', ([id, changes]) => {
    const checks = checkPayment({ ...honest, ...changes }).checks
    expect(checks.some((check) => check.status === 'fail')).toBe(false)
    expect(checks.find((check) => check.id === id)).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(/^index-inconsistent: /),
    })
  })

  it('could not be checked beyond the result without calldata', () => {
    const { checks } = checkPayment({ ...honest, item: null })
    expect(checks.map(({ status }) => status)).toEqual(['pass', ...Array(4).fill('unavailable')])
    expect(checks[1]?.reason).toContain('calldata of this bill is unavailable')
  })

  it('looks at nothing else of a refused bill', () => {
    const { checks } = checkPayment({ ...honest, status: 2, caller: STRANGER, fundSpent: null })
    expect(checks).toHaveLength(1)
    expect(checks[0]).toMatchObject({ status: 'absent', reason: 'Refused by the contract: PROVIDER_MISMATCH.' })
  })

  it('compares addresses without regard to casing', () => {
    const shouted = `0x${PROVIDER.slice(2).toUpperCase()}` as const
    expect(isAllPass({ ...honest, caller: shouted })).toBe(true)
  })
})
