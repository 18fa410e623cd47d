import { describe, expect, it } from 'vitest'
import { describePath } from './missing'
import { hitRoute, routes } from './routes'
import { readTheme, toReturnPath } from './theme'
import { readView } from './view'

const ADDRESS = `0x${'ab'.repeat(20)}`

describe('paths that show nothing', () => {
  it('explains a well-formed id by its kind', () => {
    expect(describePath(`/providers/${ADDRESS}`)).toMatchObject({
      kind: 'id',
      looksLike: 'an address',
      meaning: 'It has registered no service.',
    })
    expect(describePath(`/agents/eip155%3A1%3A${ADDRESS}%3A4`)).toMatchObject({
      kind: 'id',
      looksLike: 'the id of an agent',
    })
  })

  it('shows the offending part', () => {
    expect(describePath('/agents/eip155:1:0x12:4')).toMatchObject({ kind: 'malformed', part: '0x12' })
    expect(describePath('/settlements/%E0%A4%A')).toMatchObject({ kind: 'malformed', part: '%e0%a4%a' })
  })

  it('knows no page elsewhere', () => {
    expect(describePath('/nowhere')).toEqual({ kind: 'no-page' })
    expect(describePath('/try/nothing')).toEqual({ kind: 'attack', text: 'nothing' })
    expect(describePath(`/agents/x/y`)).toEqual({ kind: 'no-page' })
    expect(describePath('/toString/x')).toEqual({ kind: 'no-page' })
  })
})

describe('addresses of the site', () => {
  it('keeps colons and escapes the rest', () => {
    expect(routes.agent(`eip155:1:${ADDRESS}:0`)).toBe(`/agents/eip155:1:${ADDRESS}:0`)
    expect(routes.address('../x?y#z')).toBe('/address/..%2Fx%3Fy%23z')
    expect(routes.agent('a', { outcome: 'failed', by: 'money' })).toBe('/agents/a?outcome=failed&by=money')
  })

  it('leads a hit to its page, and an unknown kind nowhere', () => {
    expect(hitRoute('payer', `eip155:1:${ADDRESS}`)).toBe(`/address/${ADDRESS}`)
    expect(hitRoute('provider', ADDRESS)).toBe(`/providers/${ADDRESS}`)
    expect(hitRoute('javascript:', 'x')).toBeUndefined()
  })

  it('reads a view and leaves out what is not ours', async () => {
    const query = { outcome: 'safe', question: 'content', by: 'money', after: 'x'.repeat(500), q: ['a', 'b'] }
    expect(await readView(Promise.resolve(query))).toEqual({ question: 'content', by: 'money' })
  })
})

describe('the theme', () => {
  it('is one of two or no choice', () => {
    expect([readTheme('dark'), readTheme('light'), readTheme('red'), readTheme(undefined)]).toEqual([
      'dark',
      'light',
      undefined,
      undefined,
    ])
  })

  it('returns to this site only', () => {
    expect(toReturnPath('http://a.test/agents?show=all', 'a.test')).toBe('/agents?show=all')
    expect(toReturnPath('http://evil.test/agents', 'a.test')).toBe('/')
    expect(toReturnPath('http://a.test//evil.test/x', 'a.test')).toBe('/evil.test/x')
    expect(toReturnPath('nonsense', 'a.test')).toBe('/')
    expect(toReturnPath(null, 'a.test')).toBe('/')
  })
})
