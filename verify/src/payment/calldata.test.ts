import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { honestRecords, settlementOf } from '../../testing/scenario.js'
import { fromHex, toHex } from '../hex.js'
import { contains, decodeSettleCall, encodeSettleCall } from './calldata.js'

const { item } = settlementOf(honestRecords(1))
const contract = new Interface([
  'function settleFeesWithTEE((address user,address provider,uint256 totalFee,bytes32 requestsHash,uint256 nonce,bytes signature)[])',
])
const bytes = encodeSettleCall([item])
/** Selector, place and number of the list, place of the item. */
const ITEM = 4 + 3 * 32

/** The call with the word number `at` of its item replaced. */
function withWord(at: number, value: bigint): Uint8Array {
  const changed = bytes.slice()
  changed.set(fromHex(`0x${value.toString(16).padStart(64, '0')}`), ITEM + 32 * at)
  return changed
}

describe('calldata of a settle call', () => {
  it('is what ethers writes', () => {
    for (const items of [[], [item], [item, { ...item, nonce: 1n, signature: `0x${'ab'.repeat(64)}` as const }]]) {
      const text = contract.encodeFunctionData('settleFeesWithTEE', [items])
      expect(toHex(encodeSettleCall(items))).toBe(text)
      expect(decodeSettleCall(fromHex(text as `0x${string}`))).toEqual(items)
    }
  })

  it('is no other call', () => {
    expect(decodeSettleCall(bytes.with(0, 0))).toBeUndefined()
    expect(decodeSettleCall(bytes.with(3, (bytes[3] ?? 0) ^ 1))).toBeUndefined()
    expect(decodeSettleCall(new Uint8Array(0))).toBeUndefined()
  })

  it('has addresses of 20 bytes', () => {
    for (const at of [0, 1]) {
      expect(decodeSettleCall(withWord(at, (1n << 160n) - 1n))).toHaveLength(1)
      expect(decodeSettleCall(withWord(at, 1n << 160n))).toBeUndefined()
    }
  })

  it('has its signature within the bytes, wherever it is said to lie', () => {
    const length = BigInt(bytes.length - 4)
    for (const place of [length, length + 1n, 1n << 64n, (1n << 256n) - 1n])
      expect(decodeSettleCall(withWord(5, place))).toBeUndefined()
    for (const size of [97n, length, length + 1n, 1n << 255n])
      expect(decodeSettleCall(withWord(6, size))).toBeUndefined()
    expect(decodeSettleCall(withWord(6, 96n))?.[0]?.signature).toHaveLength(2 + 2 * 96)
    expect(decodeSettleCall(withWord(6, 0n))?.[0]?.signature).toBe('0x')
  })

  it('has at most a thousand items', () => {
    const many = (count: number) => encodeSettleCall(Array.from({ length: count }, () => item))
    expect(decodeSettleCall(many(1_000))).toHaveLength(1_000)
    expect(decodeSettleCall(many(1_001))).toBeUndefined()
  })

  it('takes addresses and hashes of their size alone', () => {
    expect(() => encodeSettleCall([{ ...item, user: '0x12' }])).toThrow('user must have 20 bytes')
    expect(() => encodeSettleCall([{ ...item, provider: '0x12' }])).toThrow('provider must have 20 bytes')
    expect(() => encodeSettleCall([{ ...item, requestsHash: '0x12' }])).toThrow('requestsHash must have 32 bytes')
  })

  it('is found at a whole byte, also behind a place between two', () => {
    expect(contains(Uint8Array.of(0x12, 0x31, 0x23), Uint8Array.of(0x23))).toBe(true)
    expect(contains(Uint8Array.of(0x23, 0x00), Uint8Array.of(0x23))).toBe(true)
    expect(contains(Uint8Array.of(0x12, 0x31), Uint8Array.of(0x23))).toBe(false)
    expect(contains(Uint8Array.of(0x12), Uint8Array.of(0x23))).toBe(false)
  })
})
