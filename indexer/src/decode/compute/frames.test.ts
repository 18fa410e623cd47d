import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needsFrames } from '../../frames/needs'
import { anyTree, runTree } from '../../testing/callTree'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'
import { toWatched } from '../../watched'
import { decodeBlock } from '../block'
import type { CallFrame } from '../chain'
import type { EventOf } from '../event'

const RETIRED = address(0xc101)
const SANDBOX = address(0x5a4d)
const PROVIDER = address(0xa)
const ALICE = address(0xb)
const WATCHED = toWatched({
  contracts: [
    { kind: 'inferenceServing', label: 'inference', address: CONTRACTS.serving as `0x${string}`, startBlock: 1 },
    { kind: 'inferenceServing', label: 'old', address: RETIRED as `0x${string}`, startBlock: 1, retired: true },
    { kind: 'ledgerManager', label: 'ledger', address: CONTRACTS.ledger as `0x${string}`, startBlock: 1 },
  ],
})

function decode(tx: TxDraft) {
  const { events, undecodable } = decodeBlock(buildBlock(1, [tx]), WATCHED)
  expect(undecodable).toEqual([])
  const settlements = events.filter((event): event is EventOf<'settlement'> => event.kind === 'settlement')
  return { events, settlements }
}

const needs = (tx: TxDraft) => {
  const [first] = buildBlock(1, [{ ...tx }]).transactions
  return first !== undefined && needsFrames({ ...first, frames: null }, WATCHED)
}

describe('settlements of trees of calls', () => {
  it('are those that the contracts made, whatever reverts, nests, re-enters or happens in between', () => {
    let settled = 0
    fc.assert(
      fc.property(anyTree([CONTRACTS.serving, RETIRED]), fc.boolean(), (calls, hasFundSpent) => {
        const { tx, truth, deposits } = runTree(PROVIDER, calls, hasFundSpent)
        const { events, settlements } = decode(tx)
        const found = settlements.map(({ at, n, caller, payer, status, item, level }) => {
          const { nonce, totalFee: fee } = item ?? {}
          return { n, contract: at.contract, caller, user: payer, status, fee, nonce, hasLevel: level !== null }
        })
        expect(found).toEqual(truth.map(({ settled, ...rest }, n) => ({ ...rest, n, hasLevel: settled > 0n })))
        expect(events.filter((event) => event.kind === 'account-level')).toHaveLength(deposits)
        settled += truth.length
      }),
      { numRuns: 600 },
    )
    expect(settled).toBeGreaterThan(300)
  })

  it('are never wrong without frames: an item is the right one, or unavailable', () => {
    let direct = 0
    fc.assert(
      fc.property(anyTree([CONTRACTS.serving, RETIRED]), (calls) => {
        const { tx, truth } = runTree(PROVIDER, calls, true)
        const { frames: _, ...blind } = tx
        const { settlements } = decode(blind)
        expect(settlements.map(({ payer }) => payer)).toEqual(truth.map(({ user }) => user))
        for (const [n, { item, caller }] of settlements.entries())
          if (item) {
            direct++
            expect([item.nonce, caller]).toEqual([truth[n]?.nonce, truth[n]?.caller])
          }
        // What could not be read is what frames are asked for.
        if (settlements.some(({ item }) => item === null)) expect(needs(tx)).toBe(true)
      }),
      { numRuns: 1_500 },
    )
    expect(direct).toBeGreaterThan(20)
  })

  it('of two proxies called by two wrappers keep contract, caller and order', () => {
    const item = (nonce: bigint, provider: string) => [ALICE, provider, 5n, `0x${'2'.repeat(64)}`, nonce, '0x']
    const call = (path: number[], from: string, to: string, input: string): CallFrame => {
      return { path, type: 'call', from, to, input, value: 0n, failed: false }
    }
    const settle = (nonce: bigint, by: string) =>
      ABI.serving.encodeFunctionData('settleFeesWithTEE', [[item(nonce, by)]])
    const [one, other] = [address(0xe1), address(0xe2)]
    const logs = [
      encodeLog('serving', 'TEESettlementResult', [ALICE, 4, 5n]),
      { ...encodeLog('serving', 'TEESettlementResult', [ALICE, 4, 5n]), address: RETIRED },
    ]
    const frames = [
      call([], PROVIDER, one, '0x'),
      call([0], one, CONTRACTS.serving, settle(1n, one)),
      call([1], one, other, '0x'),
      call([1, 0], other, RETIRED, settle(2n, other)),
    ]
    const { settlements } = decode({ from: PROVIDER, to: one, logs, frames })
    expect(
      settlements.map(({ at, n, caller, item, calldata }) => [n, at.contract, caller, item?.nonce, calldata]),
    ).toEqual([
      [0, CONTRACTS.serving, one, 1n, 'trace'],
      [1, RETIRED, other, 2n, 'trace'],
    ])
    const missing = decode({ from: PROVIDER, to: one, logs, frames: frames.slice(0, 3) }).settlements
    expect(missing.map(({ item, calldata }) => [item, calldata])).toEqual([
      [null, 'unavailable'],
      [null, 'unavailable'],
    ])
  })

  it('never take calls or logs of a contract that only looks the same', () => {
    const input = ABI.serving.encodeFunctionData('settleFeesWithTEE', [
      [[ALICE, PROVIDER, 5n, `0x${'2'.repeat(64)}`, 1n, '0x']],
    ])
    // RefundRequested of the sandbox: the same topic, one index less.
    const refund: LogDraft = {
      address: SANDBOX,
      topics: encodeLog('serving', 'RefundRequested', [ALICE, PROVIDER, 0n, 1n]).topics.slice(0, 3),
      data: `0x${'0'.repeat(128)}`,
    }
    const result = { ...encodeLog('serving', 'TEESettlementResult', [ALICE, 0, 0n]), address: SANDBOX }
    const homonym: TxDraft = { from: PROVIDER, to: SANDBOX, input, logs: [refund, result] }
    expect(decode(homonym).events).toEqual([])
    expect(needs(homonym)).toBe(false)
    const call = (path: number[], to: string): CallFrame => {
      return { path, type: 'call', from: PROVIDER, to, input, value: 0n, failed: false }
    }
    const own = encodeLog('serving', 'TEESettlementResult', [ALICE, 4, 5n])
    const both = { ...homonym, frames: [call([], SANDBOX), call([0], CONTRACTS.serving)], logs: [result, own] }
    expect(decode(both).settlements).toMatchObject([{ n: 0, calldata: 'trace', item: { nonce: 1n } }])
    const nothing = decode({ ...both, frames: [call([], SANDBOX)] }).settlements
    expect(nothing).toMatchObject([{ item: null, calldata: 'unavailable' }])
    const broken = decodeBlock(
      buildBlock(1, [{ from: ALICE, logs: [{ ...refund, address: CONTRACTS.serving }] }]),
      WATCHED,
    )
    expect(broken.events).toMatchObject([{ kind: 'raw-log', reason: 'undecodable' }])
  })
})
