import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from './text.js'

describe('cleanText', () => {
  it('leaves ordinary text, paired surrogates included, as it is', () => {
    expect(cleanText('Qwen 通义 🙂', 100)).toBe('Qwen 通义 🙂')
  })

  it('replaces NUL and lone surrogates, which PostgreSQL refuses', () => {
    expect(cleanText('a\0b\ud800c', 100)).toBe('a\ufffdb\ufffdc')
  })

  it('gives bounded text that survives UTF-8 whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, max) => {
        const clean = cleanText(text, max)
        expect(clean.length).toBeLessThanOrEqual(max)
        expect(clean).not.toContain('\0')
        expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean)
      }),
    )
  })
})
