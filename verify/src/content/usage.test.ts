import { describe, expect, it } from 'vitest'
import { findUsage } from './usage.js'

const utf8 = new TextEncoder()

function usage(prompt: string, completion: string): string {
  return `{"usage":{"prompt_tokens":${prompt},"completion_tokens":${completion}}}`
}

describe('usage', () => {
  const stream = (...chunks: string[]): Uint8Array => utf8.encode(chunks.map((chunk) => `data: ${chunk}\n\n`).join(''))

  it('stands in a body or in the last chunk of a stream that has it', () => {
    const counts = { promptTokens: 3n, completionTokens: 4n }
    expect(findUsage(utf8.encode(usage('3', '4')))).toEqual(counts)
    expect(findUsage(stream(usage('3', '1'), usage('3', '4'), '[DONE]'))).toEqual(counts)
    expect(findUsage(stream('{"usage":null}', usage('3', '4'), '{"usage":null}', '[DONE]'))).toEqual(counts)
  })

  it.each([
    '',
    '[]',
    'null',
    '{"usage":[]}',
    '{"usage":{"prompt_tokens":1}}',
    usage('1.5', '1'),
    usage('1e30', '1'),
    '{',
  ])('is not made up from %j', (body) => {
    expect(findUsage(utf8.encode(body))).toBeUndefined()
    expect(findUsage(stream(body))).toBeUndefined()
  })

  it('is not found in bytes that are no text', () => {
    expect(findUsage(new Uint8Array([0xff, 0xfe]))).toBeUndefined()
  })
})
