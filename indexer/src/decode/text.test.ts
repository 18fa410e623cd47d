import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toStorableText } from './text'

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
