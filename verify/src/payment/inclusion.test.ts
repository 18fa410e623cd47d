import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBlock, log, rawTransaction, receiptOf } from '../../testing/block.js'
import { CONTRACT, honestRecords, PAYER, PROVIDER, STRANGER, settlementOf } from '../../testing/scenario.js'
import { readReceipt } from '../chain/receipt.js'
import { readTransaction } from '../chain/transaction.js'
import { toHex } from '../hex.js'
import type { ReceiptEvidence, SettlementSubject } from '../subject.js'
import { contains, decodeSettleCall, encodeItem, encodeSettleCall } from './calldata.js'
import { checkInclusion } from './inclusion.js'
import { findSettlementLogs } from './settlementLogs.js'

const honest = settlementOf(honestRecords(2))
const receipt = receiptOf(honest)

function judge(subject: SettlementSubject, served: ReceiptEvidence | null = receipt) {
  const { checks, observations } = checkInclusion(subject, { receipt: served })
  const find = (id: string) => checks.find((check) => check.id === id)
  return { checks, observations, find, statuses: checks.map(({ status }) => status).join(' ') }
}

describe('inclusion in the block', () => {
  it('passes for an honest node', () => {
    expect(judge(honest).statuses).toBe('pass pass pass pass')
    expect(judge(honest).observations).toEqual([])
  })

  it('could not be checked without a receipt, and says who was asked', () => {
    const attempts = [{ source: 'http://a.test', outcome: 'time-out' }]
    const { checks } = checkInclusion(honest, { receipt: null, receiptAttempts: attempts })
    expect(checks.map(({ status }) => status)).toEqual(Array(3).fill('unavailable'))
    expect(checks[0]?.reason).toMatch(/^No node served.*http:\/\/a\.test: time-out/)
    expect(judge(honest, null).checks[0]?.reason).not.toContain('Asked')
  })

  it('says where the position rests on a word', () => {
    const { transactionProof, ...untied } = receipt
    const { statuses, observations } = judge(honest, untied)
    expect(transactionProof).toBeDefined()
    expect(statuses).toBe('pass pass pass')
    expect(observations).toMatchObject([{ id: 'position-unproven', text: expect.stringContaining('http://rpc.test') }])
  })

  it('names the source of wrong bytes and accuses nobody, whichever byte is wrong', () => {
    const parts = [[receipt.header], receipt.receiptProof, receipt.transactionProof ?? []]
    const place = fc.nat(2).chain((part) => {
      const nodes = parts[part] ?? []
      return fc
        .nat(nodes.length - 1)
        .chain((node) => fc.tuple(fc.constant(part), fc.constant(node), fc.nat((nodes[node]?.length ?? 1) - 1)))
    })
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), ([part, node, at], mask) => {
        const changed = parts.map((nodes, index) =>
          index === part
            ? nodes.map((bytes, n) => (n === node ? bytes.with(at, (bytes[at] ?? 0) ^ mask) : bytes))
            : nodes,
        )
        const [[header = receipt.header] = [], receiptProof = [], transactionProof = []] = changed
        const { checks } = judge(honest, { ...receipt, header, receiptProof, transactionProof })
        expect(checks.some(({ status }) => status === 'fail')).toBe(false)
        const worst = checks.find(({ status }) => status === 'unavailable')
        expect(worst?.reason).toMatch(/^Faulty source: http:\/\/rpc\.test/)
      }),
      { numRuns: 400 },
    )
  })

  it.each<[string, Partial<ReceiptEvidence>, string]>([
    ['the block of another chain', { header: receiptOf({ ...honest, blockNumber: 101 }).header }, 'header-hash'],
    ['no header', { header: new Uint8Array(0) }, 'header-hash'],
    ['another receipt of the block', { transactionIndex: 0 }, 'receipt-proof'],
    ['a place before the first', { transactionIndex: -1 }, 'receipt-proof'],
    ['no place', { transactionIndex: Number.NaN }, 'receipt-proof'],
    ['no nodes', { receiptProof: [] }, 'receipt-proof'],
    ['no transaction', { transactionProof: [] }, 'calldata-proof'],
  ])('is unavailable with %s', (_, changes, id) => {
    const { find, checks } = judge(honest, { ...receipt, ...changes })
    expect(find(id)).toMatchObject({ status: 'unavailable', reason: expect.stringMatching(/^Faulty source/) })
    expect(checks.some(({ status }) => status === 'fail')).toBe(false)
  })

  it('names both transactions where the proven one is another', () => {
    const other = { ...honest, txHash: honest.blockHash }
    expect(judge(other).find('calldata-proof')).toMatchObject({
      status: 'unavailable',
      expected: honest.blockHash,
      found: honest.txHash,
    })
  })
})

describe('the index against the block', () => {
  it.each<[string, Partial<SettlementSubject>, string]>([
    ['another number', { blockNumber: 101 }, 'header-hash'],
    ['another time', { blockTime: honest.blockTime + 1000 }, 'header-hash'],
    ['another payer', { payer: STRANGER }, 'log-agrees'],
    ['another caller', { caller: STRANGER }, 'log-agrees'],
    ['another status', { status: 1 }, 'log-agrees'],
    ['another remainder', { unsettledAmount: 1n }, 'log-agrees'],
    ['another level', { balanceAfter: 1n }, 'log-agrees'],
    ['no level', { balanceAfter: null }, 'log-agrees'],
    ['a later result', { ordinal: 1 }, 'log-agrees'],
    ['another contract', { contract: STRANGER }, 'log-agrees'],
    ['another amount', { item: { ...honest.item, totalFee: 1n } }, 'log-agrees'],
    ['another commitment', { item: { ...honest.item, requestsHash: honest.blockHash } }, 'calldata-proof'],
    ['another nonce', { item: { ...honest.item, nonce: 1n } }, 'calldata-proof'],
  ])('is inconsistent with %s', (_, changes, id) => {
    expect(judge({ ...honest, ...changes }).find(id)).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(/^index-inconsistent: /),
    })
  })

  it('is not blamed for a receipt that is not tied to the transaction', () => {
    const { transactionProof, ...untied } = receipt
    const found = judge({ ...honest, unsettledAmount: 1n }, untied).find('log-agrees')
    expect(transactionProof).toBeDefined()
    expect(found).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('another transaction') })
  })

  it('asks no log of the ledger where the index has none, and one where it has', () => {
    const silent = inBlock({ ...honest, generation: 'D', fundSpent: null })
    expect(judge(silent, receiptOf(silent)).statuses).toBe('pass pass pass pass')
    const claimed = { ...silent, fundSpent: honest.fundSpent }
    expect(judge(claimed, receiptOf(silent)).find('log-agrees')?.status).toBe('unavailable')
  })
})

describe('logs of a settlement', () => {
  const result = log(CONTRACT, 'TEESettlementResult(address,uint8,uint256)', [PAYER], [0n, 0n])
  const level = log(CONTRACT, 'BalanceUpdated(address,address,uint256,uint256)', [PAYER, PROVIDER], [4n, 0n])
  const spent = log(STRANGER, 'FundSpent(address,address,uint256)', [PAYER, CONTRACT], [9n])

  it('are those right before the result, of the contract alone', () => {
    const strange = { ...result, address: level.topics[1]?.subarray(12) ?? result.address }
    const found = findSettlementLogs([result, strange, spent, level, result], CONTRACT, 1)
    expect(found).toMatchObject({ status: 0n, level: { amount: 4n }, spent: { amount: 9n } })
    expect(findSettlementLogs([result], CONTRACT, 0)).toMatchObject({ level: null, spent: null })
    expect(findSettlementLogs([spent, result], CONTRACT, 0)).toMatchObject({ level: null, spent: null })
    expect(findSettlementLogs([level, spent, result], CONTRACT, 0)).toMatchObject({ level: null, spent: null })
    expect(findSettlementLogs([result], CONTRACT, 1)).toBeUndefined()
    expect(findSettlementLogs([{ ...result, data: result.data.slice(1) }], CONTRACT, 0)).toBeUndefined()
  })
})

describe('calldata', () => {
  const second = { ...honest.item, nonce: 5n, signature: '0x12' as const }

  it('is read back', () => {
    expect(decodeSettleCall(encodeSettleCall([honest.item, second]))).toEqual([honest.item, second])
    expect(decodeSettleCall(encodeSettleCall([]))).toEqual([])
  })

  it('is found within a call around it, and a changed one is not', () => {
    const outer = (input: Uint8Array) => {
      const wrapped = Uint8Array.from([1, 2, 3, 4, ...input, 9])
      return readTransaction(rawTransaction(0, STRANGER, wrapped)).input
    }
    expect(contains(outer(encodeSettleCall([second, honest.item])), encodeItem(honest.item))).toBe(true)
    expect(contains(outer(encodeSettleCall([second])), encodeItem(honest.item))).toBe(false)
    expect(contains(Uint8Array.of(0x12, 0x34), Uint8Array.of(0x23))).toBe(false)
  })

  it('is nothing else: cut or changed bytes give other items or none, and never an error', () => {
    const bytes = encodeSettleCall([honest.item])
    for (let end = 0; end < bytes.length - 31; end += 1) expect(decodeSettleCall(bytes.slice(0, end))).toBeUndefined()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const items = decodeSettleCall(bytes.with(at, (bytes[at] ?? 0) ^ mask))
        // Only the padding behind the signature says nothing.
        if (at < bytes.length - 31) expect(items).not.toEqual([honest.item])
      }),
    )
  })
})

describe('receipt and transaction of unknown kinds', () => {
  it.each(['0x7e', '0x05', '0x00', '0x80'])('are refused by name: %s', (type) => {
    const bytes = Uint8Array.of(Number(type), 0xc0)
    expect(() => readReceipt(bytes)).toThrow(`unknown type ${type}`)
    expect(() => readTransaction(bytes)).toThrow(`unknown type ${type}`)
    expect(toHex(bytes)).toBe(`${type}c0`)
  })
})
