import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadAnswer } from '../rpc/rpcError.js'
import { readData, readHash, readNumber, readQuantity } from './hex.js'

const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEFgGxX `/:@é\u{1f600}'), maxLength: 80 })

describe('hex of an RPC', () => {
  it('is lower case as it is served, whatever case it came in', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 64, maxLength: 64 })
    fc.assert(
      fc.property(hex, (digits) => {
        expect(readHash(`0x${digits}`, 'it')).toBe(`0x${digits.toLowerCase()}`)
      }),
    )
    expect(readNumber('0x1F', 'it')).toBe(31)
  })

  it('is nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `0x${rest}`),
        ),
        (value) => {
          const isHex = /^0x[0-9a-f]*$/i.test(value)
          const isRefused = (read: () => string) => {
            try {
              return read() !== value.toLowerCase()
            } catch (error) {
              if (!(error instanceof BadAnswer)) throw error
              return true
            }
          }
          expect(isRefused(() => readData(value, 'it'))).toBe(!isHex || value.length % 2 === 1)
          expect(isRefused(() => readQuantity(value, 'it'))).toBe(!isHex || value.length < 3 || value.length > 66)
        },
      ),
      { numRuns: 1_000 },
    )
    for (const value of [undefined, null, 7, {}, ['0x12'], '', '0', 'x', '12', '0x1g', '0x1\n', '\u{ff10}x12'])
      expect(() => readData(value, 'the field')).toThrow('the field is not hex')
  })
})
