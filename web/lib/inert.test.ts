import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInert } from './inert'

const shown = (text: string, layout: 'line' | 'block' = 'line') =>
  toInert(text, layout, 1_000)
    .parts.map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`))
    .join('')

/** Compiled once: the classes of Unicode make it slow to build. */
const TURNING = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\p{Cs}]/u

describe('text from outside', () => {
  it.each([
    ['safe\u202egnp.exe', 'safe[U+202E]gnp.exe'],
    ['zero\u200bwidth\ufeff', 'zero[U+200B]width[U+FEFF]'],
    ['nul\u0000 esc\u001b[31m', 'nul[U+0000] esc[U+001B][31m'],
    ['lone\ud800', 'lone[U+D800]'],
    ['tag\u{e0041}', 'tag[U+E0041]'],
    ['filler\u3164', 'filler[U+3164]'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['家 é ق', '家 é ق'],
  ])('%j', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('keeps line breaks in a block only', () => {
    expect(shown('a\nb\tc', 'block')).toBe('a\nb\tc')
    expect(shown('a\nb')).toBe('a[U+000A]b')
  })

  it('says how much it dropped', () => {
    expect(toInert('abcdef', 'line', 4)).toEqual({ parts: [{ kind: 'text', text: 'abcd' }], dropped: 2 })
  })

  it('lets no bidi control or lone surrogate through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const texts = toInert(text, 'block', 10_000).parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
        expect(texts.join('')).not.toMatch(TURNING)
      }),
    )
  })
})
