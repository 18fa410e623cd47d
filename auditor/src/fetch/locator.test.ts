import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_DATA_URI_LENGTH, parseLocator } from './locator.js'

const ROOT = `0x${'ab'.repeat(32)}`
const CID = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'

describe('parseLocator', () => {
  it.each([
    ['https://Example.org/a?b=c#d', { kind: 'web', url: 'https://example.org/a?b=c' }],
    ['HTTP://example.org', { kind: 'web', url: 'http://example.org/' }],
    [`0g://${ROOT}`, { kind: 'storage', root: ROOT }],
    [`0G://${ROOT.toUpperCase().replace('0X', '0x')}`, { kind: 'storage', root: ROOT }],
    [`da://${ROOT}/12/0`, { kind: 'da', root: ROOT, epoch: 12, quorum: 0 }],
    [`ipfs://${CID}`, { kind: 'ipfs', cid: { text: CID }, path: '' }],
    [`ipfs://${CID}/`, { kind: 'ipfs', path: '' }],
    [`ipfs://ipfs/${CID}/a/b%20c.json`, { kind: 'ipfs', cid: { text: CID }, path: '/a/b%20c.json' }],
    ['data:application/json;base64,e30=', { kind: 'data', isBase64: true, payload: 'e30=' }],
    ['data:,a,b', { kind: 'data', isBase64: false, payload: 'a,b' }],
    ['DATA:text/plain;charset=utf-8;BASE64 ,YQ', { kind: 'data', isBase64: true }],
  ])('reads %s', (text, locator) => expect(parseLocator(text)).toMatchObject(locator))

  it.each([
    ...['', 'x', '://x', 'ftp://x.test', 'javascript:alert(1)', 'file:///etc/passwd', 'http://', 'https://a:b@x.test/'],
    ...['0g://', '0g://0x12', `0g://${ROOT}/x`, `0g:${ROOT}`, `0g://${ROOT}00`, `0g://${ROOT} `, `0g://${ROOT}\n`],
    ...[
      `da://${ROOT}`,
      `da://${ROOT}/1`,
      `da://${ROOT}/01/0`,
      `da://${ROOT}/-1/0`,
      `da://${ROOT}/1/0/0`,
      `da://${ROOT}/1/99999999999`,
    ],
    ...[
      'ipfs://',
      'ipfs://x',
      `ipfs://${CID}/../x`,
      `ipfs://${CID}/%2e%2E/x`,
      `ipfs://${CID}/a%2fb`,
      `ipfs://${CID}?x=1`,
    ],
    ...[
      `ipfs://${CID}/a\\b`,
      `ipfs://${CID}#x`,
      `ipfs://${CID}@evil.test/`,
      'data:',
      'data:text/plain',
      `http://x.test/${'a'.repeat(5_000)}`,
    ],
    ...[`data:,${'a'.repeat(MAX_DATA_URI_LENGTH)}`],
  ])('does not read %.60s', (text) =>
    expect(parseLocator(text)).toMatchObject({ kind: 'unread', reason: expect.any(String) }),
  )

  it('reads every root, epoch and quorum back as it was written', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((it) => `0x${Buffer.from(it).toString('hex')}`)
    fc.assert(
      fc.property(hash, fc.nat(9_999_999_999), fc.nat(9_999_999_999), (root, epoch, quorum) => {
        expect(parseLocator(`0g://${root}`)).toEqual({ kind: 'storage', root })
        expect(parseLocator(`da://${root}/${epoch}/${quorum}`)).toEqual({ kind: 'da', root, epoch, quorum })
      }),
    )
  })

  it('never throws, and gives only addresses of the known kinds, whatever the text', () => {
    const scheme = fc.constantFrom(
      'http:',
      'https://',
      'ipfs://',
      'ipfs:',
      'data:',
      '0g://',
      'da://',
      '',
      `ipfs://${CID}/`,
    )
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.webUrl(), fc.constant('../'))
    fc.assert(
      fc.property(scheme, part, part, (head, a, b) => {
        const read = parseLocator(head + a + b)
        if (read.kind === 'web') expect(new URL(read.url)).toMatchObject({ username: '', password: '', hash: '' })
        if (read.kind === 'ipfs') {
          const url = new URL(`https://gateway.test/ipfs/${read.cid.text}${read.path}`)
          expect(url.pathname).toBe(`/ipfs/${read.cid.text}${read.path}`)
          expect(url).toMatchObject({ host: 'gateway.test', search: '', hash: '' })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
