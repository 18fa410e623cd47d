import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { ReportError } from './reportError.js'
import { ScaleReader } from './scale.js'

function readerOf(hex: string): ScaleReader {
  return new ScaleReader(hexToBytes(hex), 'body')
}
/** The error as `kind field: expected`. */
function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('reader of SCALE', () => {
  it('takes one value behind the other', () => {
    const reader = readerOf('07 01020304 0c616263 08aabb ff'.replaceAll(' ', ''))
    expect(reader.byte('a')).toBe(7)
    expect(reader.uint32('b')).toBe(0x04030201)
    expect(reader.text('c', 3)).toBe('abc')
    expect(reader.vector('d', 2)).toEqual(hexToBytes('aabb'))
    expect(refusal(() => reader.end())).toBe('malformed body: expected nothing behind the end, found 1 bytes')
    expect(reader.take(1, 'e')).toEqual(hexToBytes('ff'))
    expect(() => reader.end()).not.toThrow()
    expect(refusal(() => reader.take(1, 'f'))).toBe('malformed body.f: expected 1 bytes, of which not all are there')
    expect(reader.take(0, 'g')).toEqual(new Uint8Array())
  })

  it('hands out copies', () => {
    const source = hexToBytes('0102')
    const taken = new ScaleReader(source, 'body').take(2, 'a')
    source.fill(0)
    expect(taken).toEqual(hexToBytes('0102'))
  })

  it('reads a number of four bytes, the last one first', () => {
    expect(readerOf('ffffffff').uint32('a')).toBe(0xffff_ffff)
    expect(readerOf('00000080').uint32('a')).toBe(0x8000_0000)
    expect(refusal(() => readerOf('000000').uint32('a'))).toBe(
      'malformed body.a: expected 4 bytes, of which not all are there',
    )
  })

  it.each([
    ['00', 0],
    ['fc', 63],
    ['0101', 64],
    ['fdff', 16_383],
    ['02000100', 16_384],
    ['06000100', 16_385],
  ])('reads the length %s', (prefix, length) => {
    const reader = readerOf(`${prefix}${'ab'.repeat(length)}`)
    expect(reader.vector('a', 20_000)).toEqual(new Uint8Array(length).fill(0xab))
    reader.end()
  })

  it.each([
    ['01', 'body.a: expected 1 bytes, of which not all are there'],
    ['0100', 'body.a: expected a length in its shortest form'],
    ['fd00', 'body.a: expected a length in its shortest form'],
    ['fe000000', 'body.a: expected a length in its shortest form'],
    ['feff0000', 'body.a: expected a length in its shortest form'],
    ['03ffffffff', 'body.a: expected a length below 2^30'],
    ['feffffff', 'body.a: expected at most 20000 bytes'],
    ['04', 'body.a: expected 1 bytes, of which not all are there'],
  ])('refuses the length %s', (prefix, expected) => {
    expect(refusal(() => readerOf(prefix).vector('a', 20_000))).toBe(`malformed ${expected}`)
  })

  it('bounds a vector and a list by what the caller allows', () => {
    expect(readerOf('08aabb').vector('a', 2)).toHaveLength(2)
    expect(refusal(() => readerOf('08aabb').vector('a', 1))).toBe('malformed body.a: expected at most 1 bytes')
    const read = (most: number) => {
      const reader = readerOf('080102')
      return reader.list('a', most, (part) => `${part} ${reader.byte(part)}`)
    }
    expect(read(2)).toEqual(['body.a[0] 1', 'body.a[1] 2'])
    expect(refusal(() => read(1))).toBe('malformed body.a: expected at most 1 entries')
    const cut = readerOf('0801')
    expect(refusal(() => cut.list('a', 2, (part) => cut.byte(part)))).toBe(
      'malformed body.a[1]: expected 1 bytes, of which not all are there',
    )
  })

  it('reads text as it is, and nothing but UTF-8', () => {
    const text = '\uFEFFé'
    const encoded = utf8ToBytes(text)
    const reader = new ScaleReader(Uint8Array.from([encoded.length * 4, ...encoded]), 'body')
    expect(reader.text('a', 5)).toBe(text)
    expect(refusal(() => readerOf('08fffe').text('a', 5))).toBe('malformed body.a: expected UTF-8')
  })
})
