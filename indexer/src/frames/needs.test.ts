import { describe, expect, it } from 'vitest'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type TxDraft, WATCHED } from '../testing/logs'
import { needsFrames } from './needs'

const needs = (draft: TxDraft) =>
  buildBlock(1, [draft]).transactions.some((transaction) => needsFrames(transaction, WATCHED))
const ROOT = `0x${'5'.repeat(64)}`

describe('calls within a transaction of the DA entrance', () => {
  const verified = encodeLog('entrance', 'ErasureCommitmentVerified', [ROOT, 1n, 0n])

  it('are asked for where a commitment was verified by a call within it, and nowhere else', () => {
    expect(needs({ from: address(1), to: address(9), logs: [verified] })).toBe(true)
    const input = ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [[]])
    expect(needs({ from: address(1), to: CONTRACTS.entrance, input, logs: [verified] })).toBe(false)
    const upload = encodeLog('entrance', 'DataUpload', [address(1), ROOT, 1n, 0n, 1n])
    expect(needs({ from: address(1), to: address(9), logs: [upload] })).toBe(false)
    // The same log of anybody else says nothing.
    expect(needs({ from: address(1), to: address(9), logs: [{ ...verified, address: address(8) }] })).toBe(false)
  })
})
