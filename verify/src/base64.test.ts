import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, isBase64, toBase64 } from './base64.js'

describe('base64', () => {
  it('equals another implementation and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(fromBase64(text)).toEqual(bytes)
      }),
    )
  })

  it.each(['A', 'AA', 'AAA', 'AA=A', '=AAA', 'AA-_', 'AA\nA', 'ÄAAA', 'AB==', 'AAB=', '===='])(
    'refuses %j: it is not the one text for its bytes',
    (text) => {
      expect(isBase64(text)).toBe(false)
      expect(() => fromBase64(text)).toThrow('not padded base64')
    },
  )

  it('accepts only what it would write itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        if (isBase64(text)) expect(toBase64(fromBase64(text))).toBe(text)
      }),
    )
  })
})
