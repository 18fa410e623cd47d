import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNoting, toBoundedHex, toStorableText } from './text'

describe('toStorableText', () => {
  it('replaces NUL and lone surrogates and keeps pairs', () => {
    expect(toStorableText('a\u0000b\ud800c\udc00d\u{1f600}', 100)).toBe('a\ufffdb\ufffdc\ufffdd\u{1f600}')
  })

  it('gives text that survives UTF-8 and has no NUL, within its length', () => {
    const anything = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
    fc.assert(
      fc.property(anything, fc.nat(50), (text, maxLength) => {
        const stored = toStorableText(text, maxLength)
        expect(stored.length).toBeLessThanOrEqual(maxLength)
        expect(stored.includes('\u0000')).toBe(false)
        expect(Buffer.from(stored, 'utf8').toString('utf8')).toBe(stored)
      }),
    )
  })
})

describe('readNoting', () => {
  const isWhole = (...texts: string[]) => readNoting(() => texts.map((text) => toStorableText(text, 4))).isWhole

  it('says whether every text is stored as it stands', () => {
    expect(isWhole()).toBe(true)
    expect(isWhole('four', '\u{1f600}')).toBe(true)
    expect(isWhole('fifth', 'b')).toBe(false)
    expect(isWhole('a\u0000', 'b')).toBe(false)
    expect(isWhole(Buffer.from([0xff]).toString(), 'b')).toBe(false)
    expect(isWhole('a')).toBe(true)
    expect(readNoting(() => toBoundedHex('0xabcd', 2))).toEqual({ value: '0xabcd', isWhole: true })
    expect(readNoting(() => toBoundedHex('0xabcdef', 2))).toEqual({ value: '0xabcd', isWhole: false })
  })
})
