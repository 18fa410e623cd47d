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

  it('is that of the end: no counts before it, none twice, none after it', () => {
    const answer = '{"choices":[{"delta":{"content":"x"}}]}'
    const counts = { promptTokens: 3n, completionTokens: 4n }
    const wrong = [
      stream(usage('3', '9'), usage('3', '4')),
      stream(usage('4', '1'), usage('3', '4')),
      stream(usage('3', '4'), answer),
      stream(usage('3', '4'), usage('3', '-1')),
      stream(usage('3', '4'), '{"usage":{}}'),
      stream(usage('3', '4'), '{"usage":[3,4]}', '[DONE]'),
      stream(usage('3', '4'), 'not json'),
      stream(usage('3', '4'), '[DONE]', usage('3', '900')),
      stream(usage('3', '4'), '[DONE]', '[DONE]'),
      utf8.encode(`data: ${usage('3', '4')}\n\ndata: ${usage('3', '900')}`),
      utf8.encode(`data: ${usage('3', '4')}\n\nevent stream\n\n`),
      utf8.encode(
        '{"usage":{"prompt_tokens":3,"completion_tokens":4},"usage":{"prompt_tokens":3,"completion_tokens":9}}',
      ),
      utf8.encode('{"usage":{"prompt_tokens":3,"completion_tokens":4,"completion_tokens":9}}'),
      utf8.encode('{"usage":{"prompt_tokens":3,"completion_tokens":4,"completion\\u005ftokens":9}}'),
      utf8.encode('{"us\\u0061ge" :{},"usage":{"prompt_tokens":3,"completion_tokens":4}}'),
      utf8.encode(`${usage('3', '4')}${usage('3', '4')}`),
      utf8.encode(`${usage('3', '4')}\n\ndata: ${usage('3', '4')}\n\n`),
    ]
    for (const [at, body] of wrong.entries()) expect([at, findUsage(body)]).toEqual([at, undefined])
    const right = [
      stream(answer, usage('3', '4'), '{"choices":[]}', '[DONE]'),
      stream(answer, '{"choices":[{"delta":{}}],"usage":{"prompt_tokens":3,"completion_tokens":4}}'),
      utf8.encode(`: ping\r\n\r\nevent: message\r\ndata: ${answer}\r\n\r\ndata:${usage('3', '4')}\r\n\r\ndata: [DONE]`),
      utf8.encode('{"content":"\\u00e9 \\"usage\\": 9","usage":{"prompt_tokens":3,"completion_tokens":4}}'),
      utf8.encode('{"usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":2}}}'),
    ]
    for (const [at, body] of right.entries()) expect([at, findUsage(body)]).toEqual([at, counts])
  })

  it.each([
    ['-0', '1'],
    ['-1', '1'],
    ['1', '2.5'],
    ['9007199254740993', '1'],
    ['1e400', '1'],
    ['"1"', '1'],
    ['true', '1'],
    ['[1]', '1'],
  ])('has no count %s or %s', (prompt, completion) => {
    expect(findUsage(utf8.encode(usage(prompt, completion)))).toBeUndefined()
    expect(findUsage(utf8.encode(usage(completion, prompt)))).toBeUndefined()
  })

  it('is not found in bytes that are no text', () => {
    expect(findUsage(new Uint8Array([0xff, 0xfe]))).toBeUndefined()
  })
})
