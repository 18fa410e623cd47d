import { describe, expect, it } from 'vitest'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type LogDraft, type TxDraft, WATCHED } from '../testing/logs'
import { needsFrames } from './needs'

const [PROVIDER, ALICE, WRAPPER] = [address(0xa), address(0xb), address(0xee)]
const { serving, ledger, registry } = CONTRACTS

function needs(to: string, input: string, ...logs: LogDraft[]): boolean {
  const draft: TxDraft = { from: ALICE, to, input, logs }
  const [tx] = buildBlock(1, [draft]).transactions
  return tx !== undefined && needsFrames(tx, WATCHED)
}

const item = [ALICE, PROVIDER, 5n, `0x${'2'.repeat(64)}`, 1n, '0x']
const settle = (count: number) => ABI.serving.encodeFunctionData('settleFeesWithTEE', [Array(count).fill(item)])
const result = encodeLog('serving', 'TEESettlementResult', [ALICE, 4, 5n])
const level = encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, 5n, 0n])
const spent = encodeLog('ledger', 'FundSpent', [ALICE, serving, 5n])
const refund = encodeLog('serving', 'RefundRequested', [ALICE, PROVIDER, 0n, 0n])
const service = encodeLog('serving', 'ServiceUpdated', [PROVIDER, 't', 'u', 1n, 1n, 1n, 'm', 'v'])
const update = ABI.serving.encodeFunctionData('addOrUpdateService', [['t', 'u', 'm', 'v', 1n, 1n, '{}', ALICE]])
const olderUpdate = ABI.serving2025.encodeFunctionData('addOrUpdateService', [['t', 'u', 'm', 'v', 1n, 1n, '{}']])
const batch = encodeLog('serving2025', 'TEESettlementCompleted', [PROVIDER, 1n, 0n])
const info = encodeLog('ledger', 'LedgerInfoUpdated', [ALICE, 'x'])
const wallet = encodeLog('registry', 'MetadataSet', [1n, 'agentWallet', 'agentWallet', ALICE])
const noWallet = encodeLog('registry', 'MetadataSet', [1n, 'agentWallet', 'agentWallet', '0x'])
const registered = encodeLog('registry', 'Registered', [1n, 'u', ALICE])
const setWallet = ABI.registry.encodeFunctionData('setAgentWallet', [1n, ALICE, 1n, '0x'])

describe('needsFrames', () => {
  it.each<[string, boolean, string, string, LogDraft[]]>([
    ['a direct settle call', false, serving, settle(2), [spent, level, result, result]],
    ['a direct settle call that was entered again', true, serving, settle(1), [result, result]],
    ['a settle call within another', true, WRAPPER, settle(1), [result]],
    ['a settle call to a contract that looks the same', true, address(0x5a4d), settle(1), [result]],
    ['a direct call that does not decode', false, serving, settle(1).slice(0, 100), [result]],
    ['a direct update', false, serving, update, [service]],
    ['a direct update of 2025', false, serving, olderUpdate, [service]],
    ['two updates', true, serving, update, [service, service]],
    ['an update within a call', true, WRAPPER, update, [service]],
    ['a direct batch of generation B', false, serving, settle(1), [level, level, batch]],
    ['a batch within a call', true, WRAPPER, settle(1), [batch]],
    ['a deposit through the ledger itself', false, ledger, '0x2ba43b82', [level]],
    ['a deposit by a wrapper', true, WRAPPER, '0x', [level]],
    ['a refund by a wrapper', true, WRAPPER, '0x', [refund]],
    ['a ledger opened by a wrapper', true, WRAPPER, '0x', [info]],
    ['a ledger opened by its owner', false, ledger, '0xc5e53f7e', [info]],
    ['spending alone', false, WRAPPER, '0x', [spent]],
    ['a registration, with its default wallet', false, WRAPPER, '0x', [registered, wallet]],
    ['a transfer that clears the wallet', false, WRAPPER, '0x', [noWallet]],
    ['a wallet set directly', false, registry, setWallet, [wallet]],
    ['a wallet set by a wrapper', true, WRAPPER, setWallet, [wallet]],
    ['a call without a log, of which only its frames tell whether it succeeded', true, ledger, '0x8d0d8cb6', []],
    ['a call of somebody else without a log', false, WRAPPER, '0x8d0d8cb6', []],
  ])('of %s: %s', (_, expected, to, input, logs) => {
    expect(needs(to, input, ...logs)).toBe(expected)
  })
})

describe('calls within a transaction of the DA entrance', () => {
  const root = `0x${'5'.repeat(64)}`
  const verified = encodeLog('entrance', 'ErasureCommitmentVerified', [root, 1n, 0n])

  it('are asked for where a commitment was verified by a call within it, and nowhere else', () => {
    expect(needs(WRAPPER, '0x', verified)).toBe(true)
    const input = ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [[]])
    expect(needs(CONTRACTS.entrance, input, verified)).toBe(false)
    expect(needs(WRAPPER, '0x', encodeLog('entrance', 'DataUpload', [ALICE, root, 1n, 0n, 1n]))).toBe(false)
    // The same log of anybody else says nothing.
    expect(needs(WRAPPER, '0x', { ...verified, address: WRAPPER })).toBe(false)
  })
})
