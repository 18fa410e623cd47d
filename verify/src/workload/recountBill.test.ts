import { expect, it } from 'vitest'
import { modelEntry } from '../../testing/composes.js'
import {
  evidenceOf,
  honestRecords,
  trust as plainTrust,
  settlementOf,
  sha256,
  trailOf,
} from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import type { TrailRecord } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import { verifySettlement } from '../verify.js'
import type { Tokenizer } from './recount.js'
import { needsTokenizer } from './recountBill.js'

/** Counts words: what the observation says does not hang on the vocabulary. */
const words: Tokenizer = { encode: (text) => text.split(/\s+/).filter((word) => word !== '') }

function body(value: unknown) {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return { sha256: sha256(bytes), bytes: toBase64(bytes) }
}

/** Records whose answers of two words and an end are said to have so many tokens. */
function records(stated: readonly number[]): TrailRecord[] {
  return honestRecords(stated.length).map((record, at) => ({
    ...record,
    request: body({ messages: [{ role: 'user', content: `question ${at}` }] }),
    response: body({
      choices: [{ index: 0, message: { role: 'assistant', content: 'two words' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: stated[at] },
    }),
  }))
}

const subject = settlementOf(records([3]))
const model = subject.services[0]?.model ?? ''
const trustWith = (tokenizer: 'qwen3' | null): TrustMaterial => ({
  ...plainTrust,
  models: [modelEntry(model, 'Qwen/Qwen3-8B', { tokenizer })],
})
const trust = trustWith('qwen3')

async function observe(
  published: TrailRecord[],
  options: { tokenizer?: Tokenizer } = { tokenizer: words },
  using = trust,
) {
  const evidence = evidenceOf({ trails: [trailOf(published)] })
  const { observations } = await verifySettlement(settlementOf(published), evidence, using, options)
  return observations.filter(({ id }) => id === 'token-recount').map(({ text }) => text)
}

it('sums up a bill in one observation', async () => {
  const [text, ...more] = await observe(records([3, 3, 3]))
  expect(text).toContain("3 of 3 responses recounted with Qwen3's vocabulary: completion tokens equal in 3.")
  expect(more).toEqual([])
})

it('names what differs, a few by line', async () => {
  const [text] = await observe(records([3, 500, 3, 4, 5, 6]))
  expect(text).toContain('completion tokens equal in 2; different in line 3: 500 stated, 3 counted; ')
  expect(text).toContain('; 1 more. Hidden reasoning')
})

it('looks at fifty records and no more', async () => {
  const [text] = await observe(records(Array.from({ length: 60 }, () => 3)))
  expect(text).toContain('50 of 60 responses recounted')
})

it('looks at bodies up to a size alone', async () => {
  const long = records([3, 3]).map((record) => ({
    ...record,
    request: body({ messages: [{ role: 'user', content: 'x '.repeat(200_000) }] }),
  }))
  const [text] = await observe(long)
  expect(text).toContain('1 of 2 responses recounted')
})

it('says nothing without a vocabulary, for another one, or of a list that does not open the bill', async () => {
  expect(await observe(records([3]), {})).toEqual([])
  expect(await observe(records([3]), { tokenizer: words }, trustWith(null))).toEqual([])
  expect(await observe(records([3]), { tokenizer: words }, { ...trust, models: [] })).toEqual([])
  const evidence = evidenceOf({ trails: [trailOf(records([3]))] })
  const { observations } = await verifySettlement(settlementOf(records([3, 3])), evidence, trust, { tokenizer: words })
  expect(observations.filter(({ id }) => id === 'token-recount')).toEqual([])
})

it('leaves bodies alone that are kept back, or are other bytes than the record names', async () => {
  const [first, second] = records([3, 3])
  if (first === undefined || second === undefined) throw new Error('there are two')
  const kept = { ...second, response: { sha256: second.response.sha256 } }
  expect((await observe([first, kept]))[0]).toContain('1 of 2 responses')
  const other = { ...second, response: { ...first.response, sha256: '0'.repeat(64) } }
  expect((await observe([first, other]))[0]).toContain('1 of 2 responses')
})

it('asks for a vocabulary only where one is used', () => {
  const evidence = evidenceOf({ trails: [trailOf(records([3]))] })
  expect(needsTokenizer(subject, evidence, trust)).toBe(true)
  expect(needsTokenizer(subject, { trails: [] }, trust)).toBe(false)
  expect(needsTokenizer(subject, evidence, trustWith(null))).toBe(false)
  expect(needsTokenizer({ ...subject, services: [] }, evidence, trust)).toBe(false)
})
