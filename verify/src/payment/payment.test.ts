import { describe, expect, it } from 'vitest'
import { inBlock, receiptOf } from '../../testing/block.js'
import { honestRecords, PROVIDER, STRANGER, settlementOf } from '../../testing/scenario.js'
import type { SettlementSubject } from '../subject.js'
import { checkPayment } from './payment.js'

const honest = settlementOf(honestRecords(2))
const { totalFee } = honest.item

/** The block is that of `honest` unless the subject was put in one of its own. */
function judge(subject: SettlementSubject, of: SettlementSubject = honest) {
  return checkPayment(subject, { receipt: receiptOf(of) })
}
function find(subject: SettlementSubject, id: string) {
  return judge(subject).checks.find((check) => check.id === id)
}
function isAllPass(subject: SettlementSubject, of?: SettlementSubject): boolean {
  return judge(subject, of).checks.every((check) => check.status === 'pass')
}

describe('payment', () => {
  it('passes where logs, level and nonce agree', () => {
    const { checks, observations } = judge(honest)
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'contract-accepted pass',
      'parties-agree pass',
      'fund-spent pass',
      'balance-level pass',
      'nonce-increases pass',
      'header-hash pass',
      'receipt-proof pass',
      'log-agrees pass',
      'calldata-proof pass',
    ])
    expect(observations).toEqual([])
  })

  it('passes for the first bill of an account', () => {
    expect(isAllPass({ ...honest, previousNonce: null })).toBe(true)
  })

  it('passes in part and says how much', () => {
    const partial = { ...honest, status: 1, unsettledAmount: 400n, fundSpent: totalFee - 400n, balanceAfter: 0n }
    const placed = inBlock({ ...partial, balanceBefore: totalFee - 400n })
    expect(isAllPass(placed, placed)).toBe(true)
    const [observation] = judge(placed, placed).observations
    expect(observation?.text).toContain(`${totalFee - 400n} of the ${totalFee} neuron`)
  })

  it('passes where nothing was left to pay with and no log was written', () => {
    const empty = { ...honest, status: 1, unsettledAmount: totalFee, fundSpent: null, balanceAfter: null }
    const placed = inBlock({ ...empty, balanceBefore: 0n })
    expect(isAllPass(placed, placed)).toBe(true)
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
    const checks = judge({ ...honest, ...changes }).checks
    expect(checks.some((check) => check.status === 'fail')).toBe(false)
    expect(checks.find((check) => check.id === id)).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(/^index-inconsistent: /),
    })
  })

  it('could not be checked beyond the result without calldata', () => {
    const { checks } = judge({ ...honest, item: null })
    const statuses = checks.map(({ status }) => status)
    expect(statuses).toEqual(['pass', ...Array(4).fill('unavailable'), 'pass', 'pass', 'pass', 'unavailable'])
    expect(checks[1]?.reason).toContain('calldata of this bill is unavailable')
  })

  it('looks at nothing else of a refused bill', () => {
    const { checks } = judge({ ...honest, status: 2, caller: STRANGER, fundSpent: null })
    expect(checks).toHaveLength(1)
    expect(checks[0]).toMatchObject({ status: 'absent', reason: 'Refused by the contract: PROVIDER_MISMATCH.' })
  })

  it('compares addresses without regard to casing', () => {
    const shouted = `0x${PROVIDER.slice(2).toUpperCase()}` as const
    expect(isAllPass({ ...honest, caller: shouted })).toBe(true)
  })

  it('remarks on a nonce whose time is more than an hour from the block', () => {
    const at = (seconds: bigint) => ({
      ...honest,
      item: { ...honest.item, nonce: (BigInt(honest.blockTime / 1000) + seconds) * 10_000_000n },
    })
    const idsOf = (seconds: bigint) => judge(at(seconds)).observations.map(({ id }) => id)
    expect([idsOf(3_600n), idsOf(-3_600n)]).toEqual([[], []])
    expect([idsOf(3_601n), idsOf(-3_601n)]).toEqual([['nonce-time'], ['nonce-time']])
    expect(judge(at(-7_200n)).observations[0]?.text).toContain('7200 seconds before')
  })
})

describe('payment of another generation', () => {
  it.each(['C', 'D'] as const)(
    '%s passes without FundSpent by the level of the account alone, and says so',
    (generation) => {
      const silent = inBlock({ ...honest, generation, fundSpent: null })
      expect(isAllPass(silent, silent)).toBe(true)
      expect(judge(silent, silent).observations.map(({ id }) => id)).toEqual(['ledger-silent'])
      const spoken = inBlock({ ...honest, generation })
      expect(isAllPass(spoken, spoken)).toBe(true)
      expect(judge(spoken, spoken).observations).toEqual([])
    },
  )

  it.each<[string, Partial<SettlementSubject>]>([
    ['E', { generation: 'E' }],
    ['D with another level', { generation: 'D', balanceAfter: honest.balanceAfter && honest.balanceAfter + 1n }],
    ['D without a level before', { generation: 'D', balanceBefore: null }],
  ])('%s does not pass without FundSpent', (_, changes) => {
    const silent = inBlock({ ...honest, fundSpent: null, ...changes })
    expect(judge(silent, silent).checks.find(({ id }) => id === 'fund-spent')?.status).toBe('unavailable')
  })

  it('B is not judged, whatever its receipt says', () => {
    const { checks } = judge({ ...honest, generation: 'B' })
    expect(checks).toEqual([expect.objectContaining({ id: 'contract-accepted', status: 'absent' })])
    expect(checks[0]?.reason).toContain('kept and not judged')
  })
})
