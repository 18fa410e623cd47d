import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDifference } from './difference'

describe('the first difference', () => {
  it('is marked on both sides', () => {
    expect(findDifference('0x12a4', '0x12f4')).toEqual({
      common: '0x12',
      expected: { first: 'a', rest: '4' },
      found: { first: 'f', rest: '4' },
    })
  })

  it('is the end where one value ends early', () => {
    expect(findDifference('0x12', '0x1234')).toEqual({
      common: '0x12',
      expected: { first: '', rest: '' },
      found: { first: '3', rest: '4' },
    })
  })

  it('loses nothing, and is nothing only between equals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (expected, found) => {
        const difference = findDifference(expected, found)
        expect(difference === undefined).toBe(expected === found)
        if (!difference) return
        expect(difference.common + difference.expected.first + difference.expected.rest).toBe(expected)
        expect(difference.common + difference.found.first + difference.found.rest).toBe(found)
        expect(difference.expected.first).not.toBe(difference.found.first)
      }),
    )
  })
})
