import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { address, buildBlock, CONTRACTS, encodeLog, type LogDraft, WATCHED } from '../testing/logs'
import { decodeBlock } from './block'

const decode = (...logs: LogDraft[]) => decodeBlock(buildBlock(7, [{ from: address(1), logs }]), WATCHED)
const MAX = 2n ** 256n - 1n

describe('decodeBlock', () => {
  it('reads every kind of log with its place', () => {
    const { events, undecodable } = decode(
      encodeLog('serving', 'BalanceUpdated', [address(2), address(3), MAX, 5n]),
      encodeLog('serving', 'AccountDeleted', [address(2), address(3), 1n]),
      encodeLog('serving', 'ServiceRemoved', [address(3)]),
      encodeLog('serving', 'ProviderTEESignerAcknowledged', [address(3), address(4), true]),
      encodeLog('beacon', 'Upgraded', [address(9)]),
      encodeLog('registry', 'Transfer', [address(0), address(2), MAX]),
    )
    expect(undecodable).toEqual([])
    expect(events.map(({ at, ...body }) => [at.logIndex, body])).toEqual([
      [0, { kind: 'account-level', payer: address(2), provider: address(3), balance: MAX, pendingRefund: 5n }],
      [1, { kind: 'account-deleted', payer: address(2), provider: address(3) }],
      [2, { kind: 'service-removed', provider: address(3) }],
      [3, { kind: 'signer-acknowledged', provider: address(3), signer: address(4), acknowledged: true }],
      [4, { kind: 'upgraded', beacon: CONTRACTS.beacon, implementation: address(9) }],
      [5, { kind: 'agent-transfer', agentId: MAX, from: address(0), to: address(2) }],
    ])
    expect(events[0]?.at).toMatchObject({ blockNumber: 7, txFrom: address(1) })
  })

  it('keeps logs that do not decode as such and goes on', () => {
    const whole = encodeLog('serving', 'BalanceUpdated', [address(2), address(3), 1n, 0n])
    const { events, undecodable } = decode(
      { ...whole, data: whole.data.slice(0, 40) },
      { ...whole, data: '0x' },
      { ...whole, topics: whole.topics.slice(0, 2) },
      { ...whole, topics: [whole.topics[0] ?? '', `0x${'f'.repeat(64)}`, whole.topics[2] ?? ''] },
      whole,
    )
    expect(undecodable.map((log) => log.logIndex)).toEqual([0, 1, 2, 3])
    expect(undecodable.every((log) => log.reason.length > 0 && log.reason.length <= 200)).toBe(true)
    expect(events.map((event) => [event.at.logIndex, event.kind])).toEqual([
      ...[0, 1, 2, 3].map((logIndex) => [logIndex, 'raw-log']),
      [4, 'account-level'],
    ])
    expect(events[0]).toMatchObject({ topic: whole.topics[0], data: whole.data.slice(0, 40), dataSize: 19 })
    expect(events[0]).toMatchObject({ reason: 'undecodable', note: undecodable[0]?.reason })
  })

  it('ignores the same topics from any other contract', () => {
    const stranger = encodeLog('serving', 'TEESettlementResult', [address(2), 0, 0n])
    expect(decode({ ...stranger, address: address(0xbad) })).toEqual({ events: [], undecodable: [] })
  })

  it('never throws, whatever the logs of watched contracts hold', () => {
    const hex = (bytes: number) => fc.uint8Array({ maxLength: bytes }).map((a) => `0x${Buffer.from(a).toString('hex')}`)
    const log = fc.record({
      address: fc.constantFrom(...Object.values(CONTRACTS)),
      topics: fc.oneof(
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex), { maxLength: 4 }),
        fc.constantFrom(...KNOWN_TOPICS),
      ),
      data: hex(700),
    })
    fc.assert(
      fc.property(fc.array(log, { maxLength: 8 }), hex(300), (logs, input) => {
        const block = buildBlock(1, [
          { from: address(1), to: CONTRACTS.serving, input: `0x8be74119${input.slice(2)}`, logs },
        ])
        const { events, undecodable } = decodeBlock(block, WATCHED)
        const altered = events.filter((event) => event.kind === 'raw-log' && event.reason === 'altered')
        expect(events.length - altered.length).toBeLessThanOrEqual(logs.length)
        expect(new Set(altered.map((event) => event.at.logIndex)).size).toBe(altered.length)
        const kept = events.filter((event) => event.kind === 'raw-log' && event.reason === 'undecodable')
        expect(kept.map((event) => event.at.logIndex)).toEqual(undecodable.map((found) => found.logIndex))
      }),
      { numRuns: 200 },
    )
  })
})

function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

const KNOWN_TOPICS = [
  encodeLog('serving', 'BalanceUpdated', [address(2), address(3), 1n, 0n]),
  encodeLog('serving', 'ServiceUpdated', [address(2), '', '', 1n, 1n, 1n, '', '']),
  encodeLog('serving', 'TEESettlementResult', [address(2), 0, 0n]),
  encodeLog('flow', 'Submit', [address(5), `0x${'0'.repeat(64)}`, 3n, 64n, 1n, [1n, '0x', []]]),
  encodeLog('registry', 'Registered', [1n, '', address(2)]),
].map((log) => log.topics)
