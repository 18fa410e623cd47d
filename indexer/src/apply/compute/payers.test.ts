import { describe, expect, it } from 'vitest'
import type { CallFrame } from '../../decode/chain'
import { foldBlocks } from '../../testing/fold'
import { ABI, address, CONTRACTS, encodeLog, type TxDraft } from '../../testing/logs'

const PROVIDER = address(0xa)
const OTHER = address(0xa2)
const ALICE = address(0xb)
const BOB = address(0xb2)
const ledger = (name: string, args: unknown[] = []) => ABI.ledger.encodeFunctionData(name, args)
const level = encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, 9n, 0n])

const call = (path: number[], to: string, input: string, more: Partial<CallFrame> = {}): CallFrame => {
  return { path, type: 'call', from: ALICE, to, input, value: 0n, failed: false, ...more }
}
const through = (...frames: CallFrame[]): TxDraft => {
  return { from: BOB, to: address(0xee), frames: [call([], address(0xee), '0x'), ...frames], logs: [] }
}

describe('what payers do without a log', () => {
  it('is read from the transaction itself, where a log shows that it succeeded', () => {
    const input = ledger('transferFund', [PROVIDER, 'inference-v1.0\u0000', 2n ** 256n - 1n])
    const state = foldBlocks([
      [{ from: ALICE, to: CONTRACTS.ledger, input, logs: [level] }],
      // Without a log nobody knows whether it was reverted.
      [{ from: ALICE, to: CONTRACTS.ledger, input: ledger('depositFund'), value: 5n, logs: [] }],
    ])
    expect(state.ledgerMovements.listChanged()).toMatchObject([
      {
        ...{ kind: 'transfer', payer: ALICE, sender: ALICE, amount: 2n ** 256n - 1n, provider: PROVIDER },
        ...{ service: 'inference-v1.0\ufffd', calldata: 'transaction', contract: CONTRACTS.ledger },
      },
    ])
  })

  it('is read from the calls that succeeded, in their order, and from no others', () => {
    const addLedger = ABI.ledger2025.encodeFunctionData('addLedger', [[1n, 2n], 'x'])
    const state = foldBlocks([
      [
        through(
          call([0], CONTRACTS.ledger, ledger('addLedger', ['info']), { value: 7n }),
          call([1], CONTRACTS.ledger, addLedger, { value: 8n }),
          call([2], CONTRACTS.ledger, ledger('depositFundFor', [BOB]), { value: 3n }),
          call([3], CONTRACTS.ledger, ledger('depositFund'), { value: 1n, failed: true }),
          call([4], CONTRACTS.ledger, ledger('depositFund'), { type: 'delegatecall' }),
          call([5], address(0xbad), ledger('depositFund'), { value: 1n }),
          call([6], CONTRACTS.ledger, ledger('retrieveFund', [[PROVIDER, OTHER], 'inference-v1.0'])),
          call([7], CONTRACTS.ledger, ledger('refund', [4n])),
          call([8], CONTRACTS.ledger, ledger('deleteLedger')),
          call([9], CONTRACTS.ledger, ledger('transferFund', [PROVIDER, 's', 1n]).slice(0, 60)),
          call([10], CONTRACTS.serving, ABI.serving.encodeFunctionData('acknowledgeTEESigner', [PROVIDER, false])),
        ),
      ],
    ])
    const rows = state.ledgerMovements.listChanged()
    expect(rows.map((row) => [row.kind, row.payer, row.sender, row.amount, row.provider])).toEqual([
      ['add-ledger', ALICE, ALICE, 7n, null],
      ['add-ledger', ALICE, ALICE, 8n, null],
      ['deposit-for', BOB, ALICE, 3n, null],
      ['retrieve', ALICE, ALICE, null, PROVIDER],
      ['retrieve', ALICE, ALICE, null, OTHER],
      ['refund', ALICE, ALICE, 4n, null],
      ['delete-ledger', ALICE, ALICE, null, null],
    ])
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    expect(rows.every((row) => row.calldata === 'trace')).toBe(true)
    expect(state.payerAcknowledgements.listChanged()).toMatchObject([
      { payer: ALICE, provider: PROVIDER, acknowledged: false, signer: null, contract: CONTRACTS.serving },
    ])
  })

  it('leaves nothing where the whole transaction was reverted', () => {
    const input = ledger('depositFund')
    const failed = { from: ALICE, to: CONTRACTS.ledger, input, logs: [] }
    const state = foldBlocks([[{ ...failed, frames: [call([], CONTRACTS.ledger, input, { failed: true })] }]])
    expect(state.ledgerMovements.listChanged()).toEqual([])
  })
})

describe('stakes and revoked tokens', () => {
  it('add up, and are kept one by one', () => {
    const state = foldBlocks([
      [{ from: PROVIDER, logs: [encodeLog('serving', 'ProviderStaked', [PROVIDER, 100n])] }],
      [{ from: PROVIDER, logs: [encodeLog('serving', 'ProviderStakeReturned', [PROVIDER, 30n])] }],
    ])
    expect(state.providers.find(PROVIDER)).toMatchObject({ stake: 70n, firstSeenBlock: 1 })
    expect(state.stakeChanges.listChanged().map((row) => [row.kind, row.amount])).toEqual([
      ['staked', 100n],
      ['returned', 30n],
    ])
  })

  it('name each token once, whatever a payer repeats', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => n % 256)
    const state = foldBlocks([
      [
        {
          from: ALICE,
          logs: [
            encodeLog('serving', 'TokenRevoked', [ALICE, PROVIDER, 255]),
            encodeLog('serving', 'TokensRevoked', [ALICE, PROVIDER, many]),
            encodeLog('serving', 'AllTokensRevoked', [ALICE, PROVIDER, 2n ** 255n]),
          ],
        },
      ],
    ])
    const [one, list, all] = state.tokenRevocations.listChanged()
    expect(one?.tokens).toBe('255')
    expect(list?.tokens.split(',')).toHaveLength(256)
    expect(all).toMatchObject({ tokens: 'all', generation: 2n ** 255n, payer: ALICE, provider: PROVIDER })
  })
})
