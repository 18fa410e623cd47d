import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { ABI, address, CONTEXT, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'

const PROVIDER = address(0xa)
const ALICE = address(0xb)
const SIGNER = address(0x51)
const HASH = `0x${'11'.repeat(32)}`

const registration: TxDraft = {
  from: PROVIDER,
  to: CONTRACTS.serving,
  input: ABI.serving.encodeFunctionData('addOrUpdateService', [['t', 'u', 'm', 'v', 1n, 1n, '{}', SIGNER]]),
  logs: [encodeLog('serving', 'ServiceUpdated', [PROVIDER, 't', 'u', 1n, 1n, 1n, 'm', 'v'])],
}
const acknowledgement: TxDraft = {
  from: address(1),
  logs: [encodeLog('serving', 'ProviderTEESignerAcknowledged', [PROVIDER, SIGNER, true])],
}
const deposit = (balance: bigint): TxDraft => ({
  from: ALICE,
  logs: [encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, balance, 0n])],
})

interface Bill {
  fee: bigint
  nonce: bigint
  status: number
  unsettled?: bigint
  balance?: bigint
  provider?: string
}
function settle(bills: Bill[], from = PROVIDER): TxDraft {
  const items = bills.map(({ fee, nonce, provider }) => [ALICE, provider ?? PROVIDER, fee, HASH, nonce, '0x'])
  const logs = bills.flatMap(({ fee, status, unsettled = 0n, balance }): LogDraft[] => [
    ...(balance === undefined
      ? []
      : [
          encodeLog('ledger', 'FundSpent', [ALICE, CONTRACTS.serving, fee - unsettled]),
          encodeLog('serving', 'BalanceUpdated', [ALICE, from, balance, 0n]),
        ]),
    encodeLog('serving', 'TEESettlementResult', [ALICE, status, unsettled]),
  ])
  return { from, to: CONTRACTS.serving, input: ABI.serving.encodeFunctionData('settleFeesWithTEE', [items]), logs }
}
const rows = (...blocks: TxDraft[][]) => foldBlocks(blocks).settlements.listChanged()

describe('settlements', () => {
  it('carry what the chain held right before each, the same user twice in one batch', () => {
    const [first, second] = rows(
      [registration],
      [acknowledgement],
      [deposit(100n)],
      [
        settle([
          { fee: 30n, nonce: 5n, status: 0, balance: 70n },
          { fee: 90n, nonce: 6n, status: 1, unsettled: 20n, balance: 0n },
        ]),
      ],
    )
    expect(first).toMatchObject({
      settledAmount: 30n,
      balanceBefore: 100n,
      balanceAfter: 70n,
      previousNonce: null,
      windowFromBlock: 3,
      signer: SIGNER,
      signerAcknowledged: true,
      service: { id: `${PROVIDER}-1-0` },
      calldata: 'transaction',
    })
    expect(second).toMatchObject({
      accepted: true,
      settledAmount: 70n,
      balanceBefore: 70n,
      balanceAfter: 0n,
      previousNonce: 5n,
      windowFromBlock: 4,
    })
    expect(first?.id).toMatch(new RegExp(`^${CONTEXT.chainId}-0x[0-9a-f]{64}-0$`))
  })

  it('that are refused move nothing, name no provider and consume no nonce', () => {
    const stranger = address(0xbad)
    const state = foldBlocks([
      [deposit(100n)],
      [settle([{ fee: 10n, nonce: 9n, status: 2, unsettled: 10n }], stranger)],
      [settle([{ fee: 10n, nonce: 1n, status: 4, unsettled: 10n }])],
      [settle([{ fee: 10n, nonce: 2n, status: 0, balance: 90n }])],
    ])
    expect(state.settlements.listChanged().map((row) => [row.provider, row.accepted, row.settledAmount])).toEqual([
      [stranger, false, 0n],
      [PROVIDER, false, 0n],
      [PROVIDER, true, 10n],
    ])
    expect(state.settlements.listChanged()[0]).toMatchObject({
      namedProvider: PROVIDER,
      signer: null,
      balanceBefore: null,
    })
    expect(state.providers.find(stranger)).toBeUndefined()
    expect(state.settlements.listChanged()[2]).toMatchObject({ previousNonce: null, windowFromBlock: 1 })
  })

  it('of nothing left consume the nonce all the same', () => {
    const [, second] = rows(
      [deposit(0n)],
      [settle([{ fee: 10n, nonce: 4n, status: 1, unsettled: 10n }])],
      [settle([{ fee: 10n, nonce: 7n, status: 1, unsettled: 10n }])],
    )
    expect(second).toMatchObject({ settledAmount: 0n, previousNonce: 4n, windowFromBlock: 2, balanceAfter: null })
  })

  it('through another contract keep the amount that the ledger spent', () => {
    const inner = { ...settle([{ fee: 10n, nonce: 4n, status: 0, balance: 90n }]), from: address(7), to: address(8) }
    const [row] = rows([deposit(100n)], [inner])
    expect(row).toMatchObject({
      calldata: 'unavailable',
      settledAmount: 10n,
      provider: PROVIDER,
      totalFee: null,
      nonce: null,
    })
  })

  it('through another contract, where nothing moved, make no provider and no account of a guess', () => {
    const inner = { ...settle([{ fee: 10n, nonce: 4n, status: 1, unsettled: 10n }]), from: address(7), to: address(8) }
    const state = foldBlocks([[inner]])
    expect(state.settlements.listChanged()).toMatchObject([{ accepted: true, calldata: 'unavailable', nonce: null }])
    expect(state.providers.listChanged()).toEqual([])
    expect(state.accounts.listChanged()).toEqual([])
  })

  it('keep the largest numbers', () => {
    const max = 2n ** 256n - 1n
    const [row] = rows([settle([{ fee: max, nonce: max, status: 5, unsettled: max }])])
    expect(row).toMatchObject({ totalFee: max, nonce: max, unsettledAmount: max, settledAmount: 0n })
  })
})
