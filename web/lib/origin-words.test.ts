import { describe, expect, it } from 'vitest'
import { toOrigin } from './origin-words'

describe('the address of this site', () => {
  it.each([
    ['127.0.0.1:3000', null, 'http://127.0.0.1:3000'],
    ['Explorer.example', 'https', 'https://explorer.example'],
    ['[::1]:3000', 'http', 'http://[::1]:3000'],
  ])('%s', (host, scheme, origin) => {
    expect(toOrigin(host, scheme)).toBe(origin)
  })

  it.each(['"><script>', 'a b', 'evil.test/x', 'user@evil.test', '', 'a"b'])('never holds %j', (host) => {
    expect(toOrigin(host, 'javascript')).toBe('https://this-site.invalid')
  })
})
