import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { inBlock, logsOf, rawHeader, rawReceipt, rawTransaction, receiptOf } from '../../testing/block.js'
import { honestRecords, STRANGER, settlementOf } from '../../testing/scenario.js'
import { logsBloom } from '../chain/bloom.js'
import { buildReceiptsTrie, buildTransactionsTrie } from '../chain/trie.js'
import { toHex } from '../hex.js'
import type { SettlementSubject } from '../subject.js'
import { encodeSettleCall } from './calldata.js'
import { checkInclusion } from './inclusion.js'
import { checkPayment } from './payment.js'

const honest = settlementOf(honestRecords(1))

/** The settlement in a block of one transaction with that recipient and input. */
function settledBy(to: '0x' | typeof STRANGER, input: Uint8Array, facts: SettlementSubject = honest) {
  const transaction = rawTransaction(0, to, input)
  const transactions = buildTransactionsTrie([transaction])
  const logs = logsOf(facts)
  const receipts = buildReceiptsTrie([rawReceipt(logs)])
  const roots = { transactionsRoot: transactions.root, receiptsRoot: receipts.root, bloom: logsBloom(logs) }
  const header = rawHeader({ ...roots, number: facts.blockNumber, time: facts.blockTime })
  const txHash = toHex(keccak256(transaction))
  const subject = { ...facts, txHash, blockHash: toHex(keccak256(header)), id: `${facts.chainId}-${txHash}-0` }
  const proofs = { receiptProof: receipts.proofOf(0), transactionProof: transactions.proofOf(0) }
  return checkInclusion(subject, { receipt: { header, transactionIndex: 0, ...proofs, source: 'http://rpc.test' } })
}

describe('a bill settled while a contract is created', () => {
  it('is found in what creates it', () => {
    const { checks, observations } = settledBy('0x', encodeSettleCall([honest.item]))
    expect(checks.at(-1)).toMatchObject({
      ...{ id: 'calldata-proof', status: 'pass', found: 'within the calldata of a call to a new contract' },
    })
    expect(checks.map(({ status }) => status)).toEqual(Array(4).fill('pass'))
    expect(observations).toEqual([])
  })

  it('or was read from a trace, where it is not in there', () => {
    const { checks, observations } = settledBy('0x', new Uint8Array(4))
    expect(checks.map(({ id }) => id)).not.toContain('calldata-proof')
    expect(observations.map(({ text }) => text)).toEqual([
      'The bill was read from a trace: the transaction calls a new contract and does not carry it word for word.',
    ])
  })
})

describe('a ledger that wrote no log of what it spent', () => {
  const observed = (changes: Partial<SettlementSubject>) => {
    const placed = inBlock({ ...honest, ...changes })
    return checkPayment(placed, { receipt: receiptOf(placed) }).observations.map(({ id }) => id)
  }

  it('is said before January 2026, where anything was paid at all', () => {
    expect(observed({ generation: 'D', fundSpent: null })).toEqual(['ledger-silent'])
    expect(observed({ generation: 'C', fundSpent: null })).toEqual(['ledger-silent'])
    expect(observed({ generation: 'E', fundSpent: null })).toEqual([])
    expect(observed({ generation: 'D' })).toEqual([])
    const { totalFee } = honest.item
    const unpaid = { status: 1, unsettledAmount: totalFee, fundSpent: null, balanceAfter: null, balanceBefore: 0n }
    expect(observed({ generation: 'D', ...unpaid })).toEqual(['partly-paid'])
  })
})
