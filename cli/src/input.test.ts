import { describe, expect, it } from 'vitest'
import { detectKind, readInput, readText } from './input.js'
import { UsageError } from './usage.js'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('kind of a file', () => {
  it.each([
    ['bundle', 'PK\u0003\u0004'],
    ['trail', '{"spec":"touchstone-trail/1"}\n{}\n'],
    ['report', '{"quote":"04"}'],
    ['report', '{\n  "intel_quote": "04"\n}'],
    ['chat', '{"text":"a:b","signature":"0x"}'],
  ] as const)('is %s', (kind, text) => {
    expect(detectKind(bytes(text))).toBe(kind)
  })

  it.each(['', 'hello', '[]', 'null', '{"spec":"other/1"}', '{"text":"a"}', '\u0000\u0001'])(
    'is asked for: %j',
    (text) => {
      expect(() => detectKind(bytes(text))).toThrow('Say which with --kind')
    },
  )
})

describe('reading a file', () => {
  it('names the option and the path', () => {
    expect(() => readInput('/nowhere/x', '--request')).toThrow(UsageError)
    expect(() => readInput('/nowhere/x', '--request')).toThrow('--request: /nowhere/x cannot be read')
    expect(() => readText(process.execPath, '--collateral')).toThrow('is not UTF-8')
  })
})
