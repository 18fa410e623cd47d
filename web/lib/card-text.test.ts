import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCardText } from './card-text'

describe('the text of a card', () => {
  it('is ASCII of a bounded length, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 4, max: 300 }), (text, limit) => {
        const drawn = toCardText(text, limit)
        expect(/^[ -~]*$/.test(drawn) && drawn.length <= limit).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps our own words and shows what could deceive by its code point', () => {
    expect(toCardText('84\u202f% of 1\u202f204 payments, provider\u2019s', 99)).toBe(
      "84 % of 1 204 payments, provider's",
    )
    expect(toCardText('qwеn\u202e\u2713', 99)).toBe('qw[U+0435]n[U+202E][U+2713]')
    expect(toCardText('a'.repeat(20), 10)).toBe('aaaaaaa...')
  })
})
