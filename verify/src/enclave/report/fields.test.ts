import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { isObject, own, parseJson } from './boundedJson.js'
import { decodeUtf8, readBytes, readCount, readEmbedded, readHex, readList, readObject, readText } from './fields.js'
import { ReportError } from './reportError.js'

/** The error of reading the field `f`, without its name. */
function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (!(error instanceof ReportError)) throw error
    expect(error).toMatchObject({ name: 'ReportError', field: 'f', message: `f: expected ${error.expected}` })
    return `${error.kind}, ${error.expected}`
  }
  return 'accepted'
}

const NO_TEXT = [undefined, null, 1, true, {}, ['00']]

describe('a field', () => {
  it('of text is bounded', () => {
    expect(readText('abc', 'f', 3)).toBe('abc')
    expect(refusal(() => readText('abcd', 'f', 3))).toBe('malformed, text of at most 3 characters')
    for (const value of NO_TEXT) expect(refusal(() => readText(value, 'f', 3))).toBe('malformed, text')
  })

  it('of hex has digits of either case, with and without 0x, and as many bytes as are allowed', () => {
    const bytes = Uint8Array.of(0xab, 0xcd)
    for (const value of ['abcd', 'ABCD', '0xabCD']) expect(readHex(value, 'f', 2)).toEqual(bytes)
    expect(readHex('0x', 'f', 2)).toEqual(new Uint8Array())
    expect(refusal(() => readHex('abcdef', 'f', 2))).toBe('malformed, at most 2 bytes')
    expect(refusal(() => readHex('0xabcdef', 'f', 2))).toBe('malformed, text of at most 6 characters')
    for (const value of ['abc', 'zz', '0Xab', ' ab', '0x0xab'])
      expect(refusal(() => readHex(value, 'f', 9))).toBe('malformed, hex digits in pairs')
    for (const value of NO_TEXT) expect(refusal(() => readHex(value, 'f', 9))).toBe('malformed, text')
  })

  it('of bytes is hex or base64, hex where it could be both', () => {
    expect(readBytes('abcd', 'f', 2)).toEqual(Uint8Array.of(0xab, 0xcd))
    expect(readBytes('qrs=', 'f', 2)).toEqual(Uint8Array.of(0xaa, 0xbb))
    expect(refusal(() => readBytes('qrvM', 'f', 2))).toBe('malformed, at most 2 bytes')
    expect(refusal(() => readBytes('abcdef', 'f', 2))).toBe('malformed, at most 2 bytes')
    expect(refusal(() => readBytes('qrs', 'f', 2))).toBe('malformed, hex digits in pairs, or base64')
    expect(refusal(() => readBytes('qrvMqrvM', 'f', 2))).toBe('malformed, text of at most 6 characters')
    for (const value of NO_TEXT) expect(refusal(() => readBytes(value, 'f', 9))).toBe('malformed, text')
  })

  it('of a count is a whole number in its bounds', () => {
    for (const value of [0, 1, 7]) expect(readCount(value, 'f', 7)).toBe(value)
    for (const value of [-1, 8, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '3', 3n, null, undefined])
      expect(refusal(() => readCount(value, 'f', 7))).toBe('malformed, a whole number from 0 to 7')
  })

  it('of a list is bounded', () => {
    expect(readList([1, 2], 'f', 2)).toEqual([1, 2])
    expect(refusal(() => readList([1, 2, 3], 'f', 2))).toBe('malformed, a list of at most 2 entries')
    for (const value of [{ length: 1 }, 'ab', null, undefined])
      expect(refusal(() => readList(value, 'f', 2))).toBe('malformed, a list')
  })

  it('of an object is no list', () => {
    expect(readObject({ a: 1 }, 'f')).toEqual({ a: 1 })
    for (const value of [[], null, undefined, 'a', 1]) {
      expect(isObject(value)).toBe(false)
      expect(refusal(() => readObject(value, 'f'))).toBe('malformed, an object')
    }
  })

  it('may be JSON within a text', () => {
    expect(readEmbedded('{"a":[1]}', 'f', 9)).toEqual({ a: [1] })
    const value = { a: 1 }
    expect(readEmbedded(value, 'f', 1)).toBe(value)
    expect(refusal(() => readEmbedded('{"a":[1]}', 'f', 8))).toBe('malformed, JSON of at most 8 characters')
    expect(refusal(() => readEmbedded('{"a":', 'f', 8))).toBe('malformed, JSON')
  })

  it('of an object is its own', () => {
    const object = { a: 0, b: null, c: undefined }
    expect(['a', 'b', 'c', 'd', 'toString', '__proto__'].map((name) => own(object, name))).toEqual([
      0,
      ...new Array(5).fill(null),
    ])
  })

  it('is decoded without a byte order mark, and from UTF-8 alone', () => {
    expect(decodeUtf8(utf8ToBytes('\uFEFFé'), 'f')).toBe('é')
    expect(refusal(() => decodeUtf8(Uint8Array.of(0xff), 'f'))).toBe('malformed, UTF-8')
  })
})

describe('bounded JSON', () => {
  const deep = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)
  const TOO_DEEP = 'malformed, JSON nested at most 16 deep'
  const read = (text: string) => parseJson(text, 'f', 1000)

  it('is nested sixteen deep at most', () => {
    expect(refusal(() => read(deep(16)))).toBe('accepted')
    expect(refusal(() => read(deep(17)))).toBe(TOO_DEEP)
    expect(refusal(() => read(`${deep(16, '{"a":', '}').replace('}', '1}')}`))).toBe('accepted')
    expect(refusal(() => read(`${deep(17, '{"a":', '}').replace('}', '1}')}`))).toBe(TOO_DEEP)
  })

  it('counts what is open, not what was opened', () => {
    expect(read(`[${new Array(40).fill('[]').join()}]`)).toHaveLength(40)
    expect(read(`[${new Array(40).fill('{}').join()}]`)).toHaveLength(40)
    expect(refusal(() => read(`[[],{},${deep(15)}]`))).toBe('accepted')
    expect(refusal(() => read(`[[],{},${deep(16)}]`))).toBe(TOO_DEEP)
  })

  it('counts no brackets within texts, and all behind them', () => {
    const brackets = '[{'.repeat(20)
    expect(read(JSON.stringify([brackets]))).toEqual([brackets])
    const tricky = `\\"${brackets}`
    expect(read(JSON.stringify([tricky]))).toEqual([tricky])
    expect(refusal(() => read(`["\\\\",${deep(16)}]`))).toBe(TOO_DEEP)
    expect(refusal(() => read(`["]]]]",${deep(16)}]`))).toBe(TOO_DEEP)
    expect(refusal(() => read(`["a","b",${deep(16)}]`))).toBe(TOO_DEEP)
  })

  it('may have as many characters as are allowed', () => {
    expect(parseJson('[1]', 'f', 3)).toEqual([1])
    expect(refusal(() => parseJson('[1]', 'f', 2))).toBe('malformed, JSON of at most 2 characters')
    expect(refusal(() => parseJson('', 'f', 2))).toBe('malformed, JSON')
  })
})
