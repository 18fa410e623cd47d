import type { NetworkContract } from '@touchstone/networks'
import { Contract, ContractImplementation } from '@touchstone/store/model'
import { describe, expect, it } from 'vitest'
import { decodeBlock } from '../../decode/block'
import { NO_ROWS } from '../../testing/fold'
import { ABI, address, buildBlock, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'
import { toContext, toWatched } from '../../watched'
import { applyEvents } from '../apply'

const hex = (n: number) => address(n) as `0x${string}`
const [BEACON, CURRENT, RETIRED, ERC1967, LEDGER] = [hex(0xbe), hex(0xc1), hex(0xc2), hex(0xc3), hex(0xc4)]
const [CODE_C, CODE_D, CODE_E, STRANGE] = [hex(0xd1), hex(0xd2), hex(0xd3), hex(0xd4)]
const PROVIDER = address(0xa)
const ALICE = address(0xb)
const HASH = `0x${'11'.repeat(32)}`

const implementations: NetworkContract['implementations'] = [
  { address: CODE_C, generation: 'C', fromBlock: 1 },
  { address: CODE_D, generation: 'D' },
  { address: CODE_E, generation: 'E' },
]
const serving = { kind: 'inferenceServing' as const, startBlock: 1, implementations }
const NETWORK: { chainId: number; contracts: NetworkContract[] } = {
  chainId: 31_999,
  contracts: [
    { ...serving, label: 'current', address: CURRENT, beacon: BEACON },
    // Behind the same beacon: one upgrade is an upgrade of both.
    { ...serving, label: 'retired', address: RETIRED, beacon: BEACON, retired: true },
    { ...serving, label: 'of-its-own', address: ERC1967, upgradeable: true },
    { kind: 'ledgerManager', label: 'ledger', address: LEDGER, startBlock: 1 },
  ],
}
const WATCHED = toWatched(NETWORK)

/** The facts after these blocks, over the rows that the network's file alone makes. */
function fold(...blocks: TxDraft[][]) {
  const contracts = NETWORK.contracts.map(
    ({ address: id, kind, label, retired = false, startBlock, beacon = null }) => {
      const none = { implementation: null, implementationFromBlock: null }
      return new Contract({ id, kind, label, retired, startBlock, beacon, ...none })
    },
  )
  const seeded = contracts.slice(0, 3).map(
    (contract) =>
      new ContractImplementation({
        ...{ id: `${contract.id}-file-1`, contract, implementation: CODE_C, generation: 'C' },
        ...{ fromBlock: 1, fromLogIndex: -1, toBlock: null, toLogIndex: null, txHash: null },
      }),
  )
  const events = blocks.flatMap((drafts, at) => decodeBlock(buildBlock(at + 1, drafts), WATCHED).events)
  return applyEvents({ ...NO_ROWS, contracts, implementations: seeded }, events, toContext(NETWORK))
}

const at = (contract: string, log: LogDraft): LogDraft => ({ ...log, address: contract })
const upgraded = (emitter: string, code: string): LogDraft => at(emitter, encodeLog('beacon', 'Upgraded', [code]))
const upgrade = (emitter: string, code: string): TxDraft => ({ from: address(1), logs: [upgraded(emitter, code)] })
const item = (nonce: bigint, fee = 5n) => [ALICE, PROVIDER, fee, HASH, nonce, '0x']
const settle = (proxy: string, nonce: bigint, balance = 50n): TxDraft => ({
  from: PROVIDER,
  to: proxy,
  input: ABI.serving.encodeFunctionData('settleFeesWithTEE', [[item(nonce)]]),
  logs: [
    at(proxy, encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, balance, 0n])),
    at(proxy, encodeLog('serving', 'TEESettlementResult', [ALICE, 0, 0n])),
  ],
})
const judged = (state: ReturnType<typeof fold>) =>
  state.settlements.listChanged().map((row) => [row.contract, row.generation, row.implementation])

describe('the code behind a contract', () => {
  it('is that of the last Upgraded before the log, also within one block', () => {
    const state = fold([
      settle(CURRENT, 1n),
      upgrade(BEACON, CODE_D),
      settle(CURRENT, 2n),
      upgrade(BEACON, CODE_E),
      upgrade(BEACON, CODE_D),
      settle(CURRENT, 3n),
      upgrade(BEACON, STRANGE),
      settle(CURRENT, 4n),
    ])
    expect(judged(state)).toEqual([
      [CURRENT, 'C', CODE_C],
      [CURRENT, 'D', CODE_D],
      [CURRENT, 'D', CODE_D],
      [CURRENT, 'unknown', STRANGE],
    ])
    const intervals = state.implementations.listChanged().filter((row) => row.contract.id === CURRENT)
    expect(intervals.map((row) => [row.generation, row.fromLogIndex, row.toLogIndex])).toEqual([
      ['C', -1, 2],
      ['D', 2, 5],
      ['E', 5, 6],
      ['D', 6, 9],
      ['unknown', 9, null],
    ])
    expect(new Set(intervals.map((row) => row.id)).size).toBe(5)
    expect(state.contracts.find(CURRENT)).toMatchObject({ implementation: STRANGE, implementationFromBlock: 1 })
  })

  it('changes for every contract of a shared beacon, and for no other', () => {
    const state = fold([upgrade(BEACON, CODE_E)], [settle(CURRENT, 1n), settle(RETIRED, 1n), settle(ERC1967, 1n)])
    expect(judged(state)).toEqual([
      [CURRENT, 'E', CODE_E],
      [RETIRED, 'E', CODE_E],
      [ERC1967, 'C', CODE_C],
    ])
  })

  it('of an ERC-1967 proxy changes by its own log, and never by a stranger', () => {
    const state = fold(
      [upgrade(ERC1967, CODE_D), upgrade(address(0xbad), CODE_E), upgrade(LEDGER, CODE_E)],
      [settle(ERC1967, 1n), settle(CURRENT, 1n)],
    )
    expect(judged(state)).toEqual([
      [ERC1967, 'D', CODE_D],
      [CURRENT, 'C', CODE_C],
    ])
  })

  it('stays where an Upgraded does not decode, which is kept raw', () => {
    const broken = { ...upgraded(BEACON, CODE_E), topics: [upgraded(BEACON, CODE_E).topics[0] ?? ''] }
    const state = fold([{ from: address(1), logs: [broken] }], [settle(CURRENT, 1n)])
    expect(judged(state)).toEqual([[CURRENT, 'C', CODE_C]])
    expect(state.rawLogs.listChanged()).toMatchObject([{ reason: 'undecodable', contract: BEACON }])
  })
})

describe('a retired and a current contract', () => {
  it('keep accounts, nonces, services and windows apart for the same payer and provider', () => {
    const update = (proxy: string, model: string): TxDraft => ({
      from: PROVIDER,
      to: proxy,
      input: ABI.serving.encodeFunctionData('addOrUpdateService', [
        ['t', 'u', model, 'v', 1n, 1n, '{}', address(0x51)],
      ]),
      logs: [at(proxy, encodeLog('serving', 'ServiceUpdated', [PROVIDER, 't', 'u', 1n, 1n, 1n, model, 'v']))],
    })
    const state = fold(
      [upgrade(BEACON, CODE_D)],
      [update(CURRENT, 'new'), update(RETIRED, 'old')],
      [settle(CURRENT, 7n, 40n), settle(RETIRED, 3n, 90n)],
      [settle(RETIRED, 4n, 80n), settle(CURRENT, 8n, 30n)],
      [{ from: PROVIDER, logs: [at(RETIRED, encodeLog('serving', 'ServiceRemoved', [PROVIDER]))] }],
    )
    const last = state.settlements.listChanged().slice(2)
    expect(
      last.map((row) => [row.contract, row.previousNonce, row.balanceBefore, row.windowFromBlock, row.service?.model]),
    ).toEqual([
      [RETIRED, 3n, 90n, 3, 'old'],
      [CURRENT, 7n, 40n, 3, 'new'],
    ])
    expect(state.providers.find(PROVIDER)?.currentService?.model).toBe('new')
  })
})

describe('generation C', () => {
  const acknowledge = (proxy: string, signer: string): TxDraft => {
    const input = ABI.serving2025.encodeFunctionData('acknowledgeTEESigner', [PROVIDER, signer])
    const call = { from: ALICE, to: proxy, input }
    return { ...call, logs: [], frames: [{ ...call, path: [], type: 'call', value: 0n, failed: false }] }
  }

  it('checks bills against the key that the payer named, and asks no owner', () => {
    const state = fold(
      [settle(CURRENT, 1n)],
      [acknowledge(CURRENT, address(0x51))],
      [settle(CURRENT, 2n), settle(RETIRED, 2n)],
      [acknowledge(CURRENT, address(0)), settle(CURRENT, 3n)],
      [acknowledge(CURRENT, address(0x52)), upgrade(BEACON, CODE_D), settle(CURRENT, 4n)],
    )
    expect(state.settlements.listChanged().map((row) => [row.signer, row.signerAcknowledged])).toEqual([
      [null, false],
      [address(0x51), true],
      [null, false],
      [address(0), false],
      [null, false],
    ])
    expect(state.payerAcknowledgements.listChanged().map((row) => [row.acknowledged, row.signer, row.payer])).toEqual([
      [true, address(0x51), ALICE],
      [false, address(0), ALICE],
      [true, address(0x52), ALICE],
    ])
  })

  it('has services without a key, and no acknowledgement to drop', () => {
    const update: TxDraft = {
      from: PROVIDER,
      to: CURRENT,
      input: ABI.serving2025.encodeFunctionData('addOrUpdateService', [['t', 'u', 'm', 'v', 1n, 1n, 'opaque']]),
      logs: [at(CURRENT, encodeLog('serving', 'ServiceUpdated', [PROVIDER, 't', 'u', 1n, 1n, 1n, 'm', 'v']))],
    }
    const state = fold([update])
    expect(state.services.listChanged()).toMatchObject([
      { additionalInfo: 'opaque', teeSigner: null, calldata: 'transaction', derivedMode: 'unknown' },
    ])
    expect(state.acknowledgements.listChanged()).toEqual([])
  })
})

describe('generation B', () => {
  it('is kept raw with the calldata of its call, and makes no settlement', () => {
    const input = ABI.serving.encodeFunctionData('settleFeesWithTEE', [[item(1n), item(2n)]])
    const logs = [
      at(CURRENT, encodeLog('serving2025', 'TEESettlementFailed', [PROVIDER, ALICE, 'insufficient balance'])),
      at(CURRENT, encodeLog('serving2025', 'TEESettlementCompleted', [PROVIDER, 1n, 1n])),
    ]
    const state = fold([{ from: PROVIDER, to: CURRENT, input, logs }], [{ from: ALICE, to: address(0xee), logs }])
    expect(state.settlements.listChanged()).toEqual([])
    expect(state.rawLogs.listChanged().map((row) => [row.reason, row.note, row.input])).toEqual([
      ['generation', 'TEESettlementFailed', null],
      ['generation', 'TEESettlementCompleted', input],
      ['generation', 'TEESettlementFailed', null],
      ['generation', 'TEESettlementCompleted', null],
    ])
  })
})
