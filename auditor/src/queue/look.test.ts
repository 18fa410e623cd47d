import { describe, expect, it } from 'vitest'
import { parseLook } from './look.js'

describe('what is said about a look', () => {
  it.each([
    ['settlement:1-0xab-0', { kind: 'settlement', id: '1-0xab-0' }],
    ['1-0xab-0', { kind: 'settlement', id: '1-0xab-0' }],
    ['agent:eip155:16661:0xab:7', { kind: 'agent', id: 'eip155:16661:0xab:7' }],
  ])('is read: %s', (payload, look) => {
    expect(parseLook(payload)).toEqual(look)
  })

  it.each(['', 'agent:', 'agent: 1', "settlement:'", 'agent:1\n', 'a'.repeat(181), '\u0000', 'агент:1'])(
    'is dropped: %j',
    (payload) => {
      expect(parseLook(payload)).toBeUndefined()
    },
  )
})
