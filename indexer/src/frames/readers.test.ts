import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallFrame } from '../decode/chain'
import { address } from '../testing/logs'
import { readCallTree } from './debugFrames'
import { readTrace } from './traceFrames'

const BLOCK = `0x${'ab'.repeat(32)}`

/** A call as both APIs would tell it. */
interface Call {
  type: 'call' | 'delegatecall' | 'staticcall' | 'create'
  from: string
  to: string
  input: string
  value: bigint
  reverts: boolean
  calls: Call[]
}

const { call } = fc.letrec<{ call: Call }>((tie) => ({
  call: fc.record({
    type: fc.constantFrom('call', 'delegatecall', 'staticcall', 'create'),
    from: fc.nat(9).map(address),
    to: fc.nat(9).map(address),
    input: fc.uint8Array({ maxLength: 8 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
    value: fc.bigInt({ min: 0n, max: 2n ** 128n }),
    reverts: fc.boolean(),
    calls: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('call'), { maxLength: 3 })) as fc.Arbitrary<Call[]>,
  }),
}))

const quantity = (value: bigint) => `0x${value.toString(16)}`

function toTree({ type, from, to, input, value, reverts, calls }: Call): unknown {
  const common = { type: type.toUpperCase(), from: from.toUpperCase().replace('0X', '0x'), to, input }
  const error = reverts ? { error: 'execution reverted' } : {}
  return { ...common, value: quantity(value), gas: '0x1', gasUsed: '0x1', ...error, calls: calls.map(toTree) }
}

function toRows(one: Call, traceAddress: number[] = []): unknown[] {
  const { type, from, to, input, value, reverts, calls } = one
  const place = { traceAddress, blockHash: BLOCK, subtraces: calls.length, ...(reverts ? { error: 'Reverted' } : {}) }
  const result = { address: to, code: '0x', gasUsed: '0x0', output: '0x' }
  const row =
    type === 'create'
      ? { type: 'create', action: { from, init: input, value: quantity(value), gas: '0x1' }, result }
      : { type: 'call', action: { callType: type, from, to, input, value: quantity(value), gas: '0x1' }, result }
  return [{ ...row, ...place }, ...calls.flatMap((inner, n) => toRows(inner, [...traceAddress, n]))]
}

/** What either has to come to. */
function expected(
  { type, from, to, input, value, reverts, calls }: Call,
  path: number[] = [],
  lost = false,
): CallFrame[] {
  const failed = lost || reverts
  const isMoneyless = type === 'delegatecall' || type === 'staticcall'
  const own: CallFrame = { path, type, from, to, input, value: isMoneyless ? 0n : value, failed }
  return [own, ...calls.flatMap((inner, n) => expected(inner, [...path, n], failed))]
}

/** Where a creation failed, or was undone, the APIs tell different things of its address: it counts for nothing. */
const comparable = (frames: CallFrame[]) => frames.map((one) => (one.type === 'create' ? { ...one, to: null } : one))

describe('frames', () => {
  it('are the same by either API, and fail with whatever failed above them', () => {
    fc.assert(
      fc.property(call, fc.infiniteStream(fc.nat()), (root, order) => {
        const rows = toRows(root)
        const shuffled = rows.map((row) => ({ row, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at)
        const wanted = comparable(expected(root))
        expect(
          comparable(
            readTrace(
              shuffled.map(({ row }) => row),
              BLOCK,
            ),
          ),
        ).toEqual(wanted)
        expect(comparable(readCallTree(toTree(root)))).toEqual(wanted)
      }),
    )
  })

  const whole: Call = {
    ...{ type: 'call', from: address(1), to: address(2), input: '0x', value: 1n, reverts: false },
    calls: [{ type: 'call', from: address(2), to: address(3), input: '0x', value: 1n, reverts: false, calls: [] }],
  }
  it.each([
    ['empty', []],
    ['null', null],
    ['of another block', toRows(whole).map((row) => ({ ...(row as object), blockHash: `0x${'1'.repeat(64)}` }))],
    ['without its root', toRows(whole).slice(1)],
    ['with a call twice', [...toRows(whole), ...toRows(whole).slice(1)]],
    ['of an unknown type', [{ ...(toRows(whole)[0] as object), type: 'reward' }]],
    ['no list', { error: 'no' }],
  ])('are refused where the trace is %s', (_, answer) => {
    expect(() => readTrace(answer, BLOCK)).toThrow()
  })

  it.each([
    ['null', null],
    ['structLogs', { failed: false, gas: 0, returnValue: '0x', structLogs: [] }],
    ['of an unknown type', { ...(toTree(whole) as object), type: 'LEAP' }],
    ['with a broken call', { ...(toTree(whole) as object), calls: [{}] }],
  ])('are refused where the tree is %s', (_, answer) => {
    expect(() => readCallTree(answer)).toThrow()
  })
})
