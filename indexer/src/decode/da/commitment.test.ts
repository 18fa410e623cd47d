import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ABI, address, buildBlock, CONTRACTS, encodeLog, type TxDraft, WATCHED } from '../../testing/logs'
import { buildSubmission } from '../../testing/random-storage'
import { decodeBlock } from '../block'
import type { CallFrame } from '../chain'
import type { DaCommitmentEvent } from './event'

const root = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const verified = (n: number, epoch = 1n, quorum = 0n) =>
  encodeLog('entrance', 'ErasureCommitmentVerified', [root(n), epoch, quorum])
const submit = (items: unknown[]) => ABI.entrance.encodeFunctionData('submitVerifiedCommitRoots', [items])
const direct = (items: unknown[], ...logs: TxDraft['logs']): TxDraft => {
  return { from: address(1), to: CONTRACTS.entrance, input: submit(items), logs }
}
const frame = (input: string, change: Partial<CallFrame> = {}): CallFrame => {
  const place = { path: [0], type: 'call' as const, from: address(9), to: CONTRACTS.entrance }
  return { ...place, value: 0n, failed: false, input, ...change }
}

function commitmentsOf(draft: TxDraft): DaCommitmentEvent[] {
  const { events, undecodable } = decodeBlock(buildBlock(1, [draft]), WATCHED)
  expect(undecodable).toEqual([])
  return events.flatMap((event) => (event.kind === 'da-commitment' ? [event] : []))
}

const paired = (draft: TxDraft) => commitmentsOf(draft).map((event) => event.submission?.signature ?? event.calldata)

describe('a verified commitment', () => {
  it('has from the calldata what its log lacks', () => {
    const [event] = commitmentsOf(direct([buildSubmission(root(5), 7n, 2n, 9n)], verified(5, 7n, 2n)))
    expect(event).toMatchObject({ dataRoot: root(5), epoch: 7n, quorum: 2n, calldata: 'transaction' })
    const words = [3n, 4n, 5n, 6n].map((word) => word.toString(16).padStart(64, '0'))
    expect(event?.submission).toEqual({
      commitment: '9,2',
      quorumBitmap: `0x${'9'.padStart(768, '0')}`,
      aggregateKey: `0x${words.join('')}`,
      signature: '7,9',
    })
  })

  it('is found behind the items that the entrance skipped without a log', () => {
    const items = [1, 2, 3].map((n) => buildSubmission(root(n), 1n, 0n, BigInt(n)))
    expect(paired(direct(items, verified(2)))).toEqual(['7,2'])
    expect(paired(direct(items, verified(1), verified(3)))).toEqual(['7,1', '7,3'])
    // The second item of a key finds the commitment of the first.
    const twice = [buildSubmission(root(1), 1n, 0n, 4n), buildSubmission(root(1), 1n, 0n, 5n)]
    expect(paired(direct(twice, verified(1)))).toEqual(['7,4'])
  })

  it('stays unavailable, with all of its transaction, where logs and items contradict each other', () => {
    const items = [1, 2].map((n) => buildSubmission(root(n), 1n, 0n, BigInt(n)))
    const none = ['unavailable', 'unavailable']
    expect(paired(direct(items, verified(2), verified(1)))).toEqual(none)
    expect(paired(direct(items, verified(1), verified(3)))).toEqual(none)
    expect(paired(direct(items, verified(1), verified(1)))).toEqual(none)
    expect(paired(direct(items, verified(1), verified(2, 2n)))).toEqual(none)
    const [dataRoot, epoch, quorum, point, , key, signature] = buildSubmission(root(1), 1n, 0n)
    const short = [dataRoot, epoch, quorum, point, '0x12', key, signature]
    expect(paired(direct([short], verified(1)))).toEqual(['unavailable'])
  })

  it('of an inner call is read from the calls that took effect, in their order', () => {
    const [first, second, third] = [1, 2, 1].map((n, at) => submit([buildSubmission(root(n), 1n, 0n, BigInt(at))]))
    const frames = [
      frame('0x', { path: [], to: address(9) }),
      frame(third ?? '', { failed: true }),
      frame(third ?? '', { type: 'delegatecall' }),
      frame(third ?? '', { to: address(8) }),
      frame(first ?? ''),
      frame(second ?? ''),
    ]
    const draft = { from: address(1), to: address(9), logs: [verified(1), verified(2)] }
    expect(paired({ ...draft, frames })).toEqual(['7,0', '7,1'])
    expect(commitmentsOf({ ...draft, frames }).map((event) => event.calldata)).toEqual(['trace', 'trace'])
    expect(paired(draft)).toEqual(['unavailable', 'unavailable'])
    expect(paired({ ...draft, frames: frames.slice(0, 4) })).toEqual(['unavailable', 'unavailable'])
  })

  it('is paired as the entrance itself would have it, whatever was there before', () => {
    const item = fc.record({ n: fc.nat(3), epoch: fc.bigInt({ min: 0n, max: 1n }) })
    const calls = fc.array(fc.array(item, { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    let pairs = 0
    fc.assert(
      fc.property(calls, fc.array(item, { maxLength: 2 }), (items, before) => {
        const keyOf = ({ n, epoch }: { n: number; epoch: bigint }) => `${n} ${epoch}`
        const known = new Set(before.map(keyOf))
        const expected: string[] = []
        const logs: TxDraft['logs'] = []
        let seed = 0n
        const frames = items.map((call) => {
          const submissions = call.map((one) => {
            seed += 1n
            if (!known.has(keyOf(one))) {
              expected.push(`7,${seed}`)
              logs.push(verified(one.n, one.epoch))
              known.add(keyOf(one))
            }
            return buildSubmission(root(one.n), one.epoch, 0n, seed)
          })
          return frame(submit(submissions))
        })
        const found = paired({ from: address(1), to: address(9), logs, frames })
        // A skipped item of a key that stood before can hide nothing: its log never comes.
        expect(found).toEqual(expected)
        pairs += found.length
      }),
    )
    expect(pairs).toBeGreaterThan(100)
  })
})

describe('hostile calldata of a verified commitment', () => {
  const selector = submit([]).slice(0, 10)
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  const raw = (...words: bigint[]) => `${selector}${words.map(word).join('')}`
  const withInput = (input: string): TxDraft => {
    return { from: address(1), to: CONTRACTS.entrance, input, logs: [verified(1)] }
  }

  it('never throws and never names what is not there', () => {
    for (const input of [
      selector,
      raw(32n),
      raw(32n, 2n ** 255n),
      raw(2n ** 256n - 32n, 1n, 32n),
      raw(32n, 3n, 96n, 96n, 96n),
      raw(32n, 1n, 2n ** 64n),
    ])
      expect(paired(withInput(input))).toEqual(['unavailable'])
    const bytes = fc.uint8Array({ maxLength: 600 }).map((of) => `${selector}${Buffer.from(of).toString('hex')}`)
    fc.assert(fc.property(bytes, (input) => paired(withInput(input))[0] === 'unavailable'))
  })

  it('is cut off nowhere: each prefix of a good call is good as a whole or not at all', () => {
    const whole = submit([buildSubmission(root(1), 1n, 0n, 4n)])
    for (let end = 10; end < whole.length; end += 64)
      expect(paired(withInput(whole.slice(0, end)))).toEqual(['unavailable'])
    expect(paired(withInput(whole))).toEqual(['7,4'])
  })

  it('cannot make one bitmap be read for each of 20 000 items', () => {
    // All items are the same one, which points at a megabyte: decoded one by one they would be 20 GB.
    const count = 20_000
    const offsets = Array<bigint>(count).fill(32n * BigInt(count))
    const head = [1n, 1n, 0n, 3n, 4n, 12n * 32n, 1n, 2n, 3n, 4n, 7n, 8n]
    const bitmap = `${word(1_000_000n)}${'ff'.repeat(1_000_000)}`
    const input = `${raw(32n, BigInt(count), ...offsets, ...head)}${bitmap}`
    const began = performance.now()
    expect(paired(withInput(input))).toEqual(['unavailable'])
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
