import { describe, expect, it } from 'vitest'
import { readCard } from './card'

const base64 = (text: string) => `data:application/json;base64,${Buffer.from(text).toString('base64')}`

describe('readCard', () => {
  it('reads name and description from data: URIs of both forms', () => {
    const card = { name: 'Atlas', description: 'Rebalances a vault' }
    expect(readCard(base64(JSON.stringify(card)))).toEqual(card)
    expect(readCard(`data:application/json,${encodeURIComponent(JSON.stringify(card))}`)).toEqual(card)
    expect(readCard('data:application/json;utf8,{"name":"100%","description":null}')).toEqual({
      name: '100%',
      description: null,
    })
  })

  it('makes hostile text storable', () => {
    expect(readCard(base64('{"name":"a\\u0000b\\ud800"}')).name).toBe('a\ufffdb\ufffd')
    expect(readCard(base64(JSON.stringify({ name: 'x'.repeat(10_000) }))).name?.length).toBe(256)
  })

  it('leaves everything else unnamed', () => {
    const nothing = { name: null, description: null }
    for (const uri of [
      null,
      '',
      'https://example.org/card.json',
      'data:',
      'data:,',
      base64('[1]'),
      base64('{'),
      base64('{"name":7}'),
    ])
      expect(readCard(uri)).toEqual(nothing)
    expect(readCard(base64(JSON.stringify({ name: 'a', description: 'y'.repeat(64 * 1024) })))).toEqual(nothing)
  })
})
