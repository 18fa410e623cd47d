import { describe, expect, it } from 'vitest'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type LogDraft, WATCHED } from '../../testing/logs'
import { decodeBlock } from '../block'
import type { EventOf } from '../event'

const PROVIDER = address(0xa)
const ALICE = address(0xb)
const BOB = address(0xc)
const HASH = `0x${'11'.repeat(32)}`

const item = (user: string, totalFee: bigint, nonce: bigint, provider = PROVIDER) => [
  user,
  provider,
  totalFee,
  HASH,
  nonce,
  `0x${'22'.repeat(65)}`,
]
const calldata = (...items: unknown[][]) => ABI.serving.encodeFunctionData('settleFeesWithTEE', [items])
const result = (user: string, status: number, unsettled: bigint) =>
  encodeLog('serving', 'TEESettlementResult', [user, status, unsettled])
const paid = (user: string, settled: bigint, balance: bigint, unsettled = 0n): LogDraft[] => [
  encodeLog('ledger', 'FundSpent', [user, CONTRACTS.serving, settled]),
  encodeLog('serving', 'BalanceUpdated', [user, PROVIDER, balance, 0n]),
  result(user, unsettled > 0n ? 1 : 0, unsettled),
]

function decode(tx: { from?: string; to?: string; input: string; logs: LogDraft[] }) {
  const { events, undecodable } = decodeBlock(
    buildBlock(1, [{ from: PROVIDER, to: CONTRACTS.serving, ...tx }]),
    WATCHED,
  )
  expect(undecodable).toEqual([])
  const settlements = events.filter((event): event is EventOf<'settlement'> => event.kind === 'settlement')
  return { events, settlements }
}

describe('settlements of a transaction', () => {
  it('join each result with its calldata item and its own logs, the same user twice included', () => {
    const { settlements, events } = decode({
      input: calldata(item(ALICE, 10n, 1n), item(BOB, 9n, 1n), item(ALICE, 30n, 2n), item(BOB, 8n, 1n)),
      logs: [...paid(ALICE, 10n, 90n), ...paid(BOB, 9n, 1n), ...paid(ALICE, 25n, 65n, 5n), result(BOB, 4, 8n)],
    })
    expect(events.length).toBe(4)
    expect(
      settlements.map((s) => [s.n, s.payer, s.status, s.item?.totalFee, s.item?.nonce, s.fundSpent, s.level?.balance]),
    ).toEqual([
      [0, ALICE, 0, 10n, 1n, 10n, 90n],
      [1, BOB, 0, 9n, 1n, 9n, 1n],
      [2, ALICE, 1, 30n, 2n, 25n, 65n],
      [3, BOB, 4, 8n, 1n, null, undefined],
    ])
    expect(settlements.every((s) => s.caller === PROVIDER)).toBe(true)
    expect(settlements[0]?.item?.requestsHash).toBe(HASH)
  })

  it('keep a refused item that names another provider under the caller', () => {
    const { settlements } = decode({
      input: calldata(item(ALICE, 10n, 1n, address(0xd))),
      logs: [result(ALICE, 2, 10n)],
    })
    expect(settlements[0]).toMatchObject({ caller: PROVIDER, item: { provider: address(0xd) }, fundSpent: null })
  })

  it.each([
    ['fewer items than results', calldata(item(ALICE, 10n, 1n)), [...paid(ALICE, 10n, 0n), ...paid(BOB, 9n, 0n)]],
    ['more items than results', calldata(item(ALICE, 10n, 1n), item(ALICE, 10n, 2n)), paid(ALICE, 10n, 0n)],
    ['another user', calldata(item(BOB, 10n, 1n)), paid(ALICE, 10n, 0n)],
    ['another amount than was spent', calldata(item(ALICE, 11n, 1n)), paid(ALICE, 10n, 0n)],
    ['an accepted item of another provider', calldata(item(ALICE, 10n, 1n, BOB)), paid(ALICE, 10n, 0n)],
    ['a refused item of another fee', calldata(item(ALICE, 10n, 1n)), [result(ALICE, 5, 11n)]],
    ['more unsettled than billed', calldata(item(ALICE, 10n, 1n)), [result(ALICE, 1, 11n)]],
    ['calldata cut short', calldata(item(ALICE, 10n, 1n)).slice(0, 200), paid(ALICE, 10n, 0n)],
    ['an offset out of the calldata', negativeOffset(), paid(ALICE, 10n, 0n)],
  ])('are without calldata where it disagrees with the logs: %s', (_why, input, logs) => {
    const { settlements } = decode({ input, logs })
    expect(settlements.length).toBeGreaterThan(0)
    expect(settlements.every((s) => s.item === null)).toBe(true)
  })

  it('of an inner call keep amount and provider from the logs and leave calldata out', () => {
    const wrapped = decode({
      from: BOB,
      to: address(0xee),
      input: calldata(item(ALICE, 10n, 1n)),
      logs: paid(ALICE, 10n, 5n),
    })
    expect(wrapped.settlements).toMatchObject([
      { caller: PROVIDER, item: null, fundSpent: 10n, level: { balance: 5n, provider: PROVIDER } },
    ])
  })

  it('leave a deposit in the same transaction alone', () => {
    const deposit = encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, 77n, 0n])
    const { events, settlements } = decode({ to: address(0xee), input: '0x', logs: [deposit, result(ALICE, 1, 10n)] })
    expect(events[0]).toMatchObject({ kind: 'account-level', balance: 77n })
    expect(settlements).toMatchObject([{ level: null, fundSpent: null }])
  })

  it('of 2025, without FundSpent, take the level of a direct call', () => {
    const { settlements } = decode({
      input: calldata(item(ALICE, 10n, 1n)),
      logs: [encodeLog('serving', 'BalanceUpdated', [ALICE, PROVIDER, 90n, 0n]), result(ALICE, 0, 0n)],
    })
    expect(settlements).toMatchObject([{ item: { totalFee: 10n }, fundSpent: null, level: { balance: 90n } }])
  })

  it('ignore what the ledger spent for another service', () => {
    const foreign = encodeLog('ledger', 'FundSpent', [ALICE, address(0xfff), 10n])
    const { settlements } = decode({ to: address(0xee), input: '0x', logs: [foreign, result(ALICE, 0, 0n)] })
    expect(settlements[0]?.fundSpent).toBeNull()
  })
})

/** An item whose offset is -32 as a 256-bit number: Solidity follows it backwards. */
function negativeOffset(): string {
  const input = calldata(item(ALICE, 10n, 1n))
  const head = input.slice(0, 2 + 8 + 128)
  return `${head}${'f'.repeat(62)}e0${input.slice(head.length + 64)}`
}
