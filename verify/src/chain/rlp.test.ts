import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { decodeRlp, encodeRlp, RlpError, type RlpItem, uintBytes } from './rlp.js'

const { item } = fc.letrec<{ item: RlpItem; bytes: Uint8Array; list: RlpItem[] }>((tie) => ({
  item: fc.oneof({ maxDepth: 5 }, tie('bytes'), tie('list')),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 50, maxLength: 300 })),
  list: fc.array(tie('item'), { maxLength: 6 }),
}))
const read = (hex: Hex) => decodeRlp(fromHex(hex))

describe('RLP', () => {
  it('is written as another implementation writes it, and read back', () => {
    fc.assert(
      fc.property(item, (value) => {
        const bytes = encodeRlp(value)
        expect(toHex(bytes)).toBe(toHex(RLP.encode(value as never)))
        expect(decodeRlp(bytes)).toEqual(value)
      }),
    )
  })

  it('has one form: what is read from any bytes is written as the same bytes', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(item, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
        const bytes = encodeRlp(value)
        return bytes.with(at % bytes.length, byte)
      }),
    )
    let runs = 0
    let refused = 0
    fc.assert(
      fc.property(hostile, (bytes) => {
        runs += 1
        try {
          expect(toHex(encodeRlp(decodeRlp(bytes)))).toBe(toHex(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(RlpError)
          refused += 1
        }
      }),
      { numRuns: 2_000 },
    )
    expect(refused).toBeGreaterThan(runs / 10)
  })

  it.each<[Hex, string]>([
    ['0x', 'missing at byte 0'],
    ['0x8100', 'must be encoded as itself'],
    ['0x817f', 'must be encoded as itself'],
    ['0xb800', 'leading zero'],
    ['0xb837', 'must be in the prefix'],
    ['0xb90038', 'leading zero'],
    ['0xf837', 'must be in the prefix'],
    ['0xf90038', 'leading zero'],
    ['0x82ff', 'cut off: 2 bytes expected'],
    ['0xc2ff', 'cut off: 2 bytes expected'],
    ['0xb9ff', 'the length at byte 1 is cut off'],
    ['0xbbffffffff', 'cut off: 4294967295 bytes expected'],
    ['0xbfffffffffffffffff', 'has 8 bytes'],
    ['0xffffffffffffffffff', 'has 8 bytes'],
    ['0x8000', '1 bytes follow'],
    ['0xc0c0', '1 bytes follow'],
    ['0xc3820102ff', '1 bytes follow'],
    ['0xc28201', 'cut off'],
    ['0xc1c1', 'cut off'],
  ])('refuses %s', (bytes, why) => {
    expect(() => read(bytes)).toThrow(RlpError)
    expect(() => read(bytes)).toThrow(why)
  })

  it('stops at its limits of depth and number', () => {
    const nested = (depth: number): RlpItem => (depth === 0 ? [] : [nested(depth - 1)])
    expect(() => decodeRlp(encodeRlp(nested(16)))).toThrow('more than 16 deep')
    expect(decodeRlp(encodeRlp(nested(15)))).toEqual(nested(15))
    const wide = encodeRlp(Array.from({ length: 10 }, () => new Uint8Array(0)))
    expect(() => decodeRlp(wide, { depth: 1, items: 10 })).toThrow('more than 10 items')
    expect(decodeRlp(wide, { depth: 1, items: 11 })).toHaveLength(10)
  })

  it('writes numbers without leading zeros and none below zero', () => {
    expect([0, 1, 256, 2n ** 64n].map((value) => toHex(uintBytes(value)))).toEqual([
      '0x',
      '0x01',
      '0x0100',
      '0x010000000000000000',
    ])
    expect(() => uintBytes(-1)).toThrow(RangeError)
  })
})
