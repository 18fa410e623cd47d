import { describe, expect, it } from 'vitest'
import { all, base64, count, hex, listOf, matching, optional, type Rule, shape, text, time, when } from './rules.js'

const small = when((value) => (value as number) < 9, 'less than 9')

describe('a rule', () => {
  it.each<[string, Rule, unknown[], unknown[], string]>([
    [
      'count',
      count(),
      [0, 1, 2 ** 53 - 1],
      [-1, 0.5, 2 ** 53, '1', null, undefined, Number.NaN],
      'a whole number from 0',
    ],
    ['time', time(), [0, 8.64e15], [-1, 8.64e15 + 1, 0.5, '1', Number.NaN], 'milliseconds since 1970'],
    ['text', text(2), ['', 'ab'], ['abc', 1, null, ['a']], 'text of at most 2 characters'],
    [
      'hex',
      hex(1),
      ['0x00', '0xaf'],
      ['0x', '0xAF', '0x0', '0x000', 'x0x00', '0x00\n', 0],
      '0x and 2 lower-case hex digits',
    ],
    ['matching', matching(/^a/, 'an a'), ['a', 'ab'], ['b', 7, ['a']], 'an a'],
    ['when', small, [8], [9], 'less than 9'],
  ])('%s holds or says what is expected', (_, rule, right, wrong, expected) => {
    for (const value of right) expect(rule(value, 'p')).toBeUndefined()
    for (const value of wrong) expect(rule(value, 'p'), `${value}`).toBe(`p: expected ${expected}`)
  })

  it('of several is the first that complains', () => {
    const both = all(count(), small)
    expect(both(8, 'p')).toBeUndefined()
    expect(both(-1, 'p')).toBe('p: expected a whole number from 0')
    expect(both(9, 'p')).toBe('p: expected less than 9')
    expect(all()(undefined, 'p')).toBeUndefined()
  })

  it('of base64 takes one spelling of so many bytes', () => {
    for (const value of ['AAA=', '//8=']) expect(base64(2)(value, 'p')).toBeUndefined()
    expect(base64(0)('', 'p')).toBeUndefined()
    // The last: bits behind the second byte, which read as the same two bytes.
    for (const value of ['', 'AA==', 'AAAA', 'AAA', '!AA=', 'AAA= ', 'AAA=AAA=', 7, null, 'AAB='])
      expect(base64(2)(value, 'p')).toBe('p: expected base64 of 2 bytes')
  })

  it('of what may be missing holds without it', () => {
    expect(optional(small)(undefined, 'p')).toBeUndefined()
    expect(optional(small)(8, 'p')).toBeUndefined()
    expect(optional(small)(9, 'p')).toBe('p: expected less than 9')
    expect(optional(text(1))(null, 'p')).toBe('p: expected text of at most 1 characters')
  })

  it('of a list holds for each entry and for their number', () => {
    const list = listOf(small, 2)
    expect([[], [1, 2]].map((value) => list(value, 'p'))).toEqual([undefined, undefined])
    expect(list([1, 9], 'p')).toBe('p[1]: expected less than 9')
    for (const value of [[1, 2, 3], {}, null, { length: 1 }])
      expect(list(value, 'p')).toBe('p: expected a list of at most 2')
  })

  it('of an object reads its own fields alone', () => {
    const rule = shape({ a: small, b: optional(small) })
    expect(rule({ a: 1, c: 'x' }, 'p')).toBeUndefined()
    expect(rule({ a: 9 }, 'p')).toBe('p.a: expected less than 9')
    expect(rule({ a: 1, b: 9 }, 'p')).toBe('p.b: expected less than 9')
    expect(rule(Object.create({ a: 1 }), 'p')).toBe('p.a: expected less than 9')
    for (const value of [null, undefined, 'x', 7, [1], Object.assign([], { a: 1 })])
      expect(rule(value, 'p')).toBe('p: expected an object')
  })
})
