import { describe, expect, it } from 'vitest'
import { createDialGuard, normaliseHost } from './dialGuard.js'

const never = async () => {
  throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
}

describe('resolveGuarded', () => {
  it.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.0.0.1', '[::1]', '::1'],
    ...['[::ffff:127.0.0.1]', '::ffff:7f00:1', '[64:ff9b::7f00:1]', '10.0.0.1', '169.254.169.254', '0', '127.0.0.1.'],
    ...['１２７.０.０.１', '[fe80::1]', '[fd00::1]'],
  ])('refuses %s', async (host) => {
    const guard = createDialGuard([], never)
    expect(await guard.resolveGuarded(host, 8080)).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringMatching(/^refused: not a public/),
    })
  })

  it.each(['', 'a b', 'user@host', 'host/path', 'host:80', 'host?x', 'host#x', 'a\\b', '[::1', '%31', 'x'.repeat(300)])(
    'refuses %j, which is no host',
    async (host) => {
      expect(await createDialGuard([], async () => ['8.8.8.8']).resolveGuarded(host, 80)).toMatchObject({
        outcome: 'unreachable',
        detail: 'refused: not the name of a host',
      })
    },
  )

  it.each([0, 22, 25, 81, 6379, 5432, 9200, 65_536, -1, 1.5, Number.NaN])('refuses port %d', async (port) => {
    const guard = createDialGuard([], async () => ['8.8.8.8'])
    expect(await guard.resolveGuarded('example.org', port)).toMatchObject({
      ok: false,
      detail: `refused: port ${port}`,
    })
  })

  it('gives the address of a public name, and the name for the certificate', async () => {
    const guard = createDialGuard([], async () => ['93.184.216.34', '2606:4700::1'])
    expect(await guard.resolveGuarded('Example.ORG.', 443)).toEqual({
      ok: true,
      address: '93.184.216.34',
      port: 443,
      servername: 'example.org',
    })
    expect(await guard.resolveGuarded('[2606:4700::1]', 443)).toMatchObject({
      address: '2606:4700::1',
      servername: undefined,
    })
  })

  it('refuses a name that has one private address among public ones', async () => {
    for (const bad of ['127.0.0.1', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', 'nonsense'])
      for (const addresses of [
        ['8.8.8.8', bad],
        [bad, '8.8.8.8'],
      ])
        expect(await createDialGuard([], async () => addresses).resolveGuarded('x.org', 443)).toMatchObject({
          detail: 'refused: not a public address',
        })
  })

  it('lets exactly the listed pairs be private, and of any port', async () => {
    const guard = createDialGuard(['http://127.0.0.1:5678', 'https://node.test/x', 'http://node.test:25'], async () => [
      '10.0.0.7',
    ])
    expect(await guard.resolveGuarded('127.0.0.1', 5678)).toMatchObject({ ok: true, address: '127.0.0.1' })
    expect(await guard.resolveGuarded('127.1', 5678)).toMatchObject({ ok: true })
    expect(await guard.resolveGuarded('node.test', 443)).toMatchObject({ address: '10.0.0.7', servername: 'node.test' })
    expect(await guard.resolveGuarded('node.test', 25)).toMatchObject({ ok: true })
    for (const [host, port] of [
      ['127.0.0.1', 5679],
      ['127.0.0.2', 5678],
      ['localhost', 5678],
      ['node.test', 80],
      ['sub.node.test', 443],
    ] as const)
      expect(await guard.resolveGuarded(host, port)).toMatchObject({ ok: false })
  })

  it('calls a name without an address unreachable', async () => {
    expect(await createDialGuard([], never).resolveGuarded('nobody.test', 443)).toMatchObject({
      outcome: 'unreachable',
      detail: 'the name does not resolve: ENOTFOUND',
    })
    expect(await createDialGuard([], async () => []).resolveGuarded('nobody.test', 443)).toMatchObject({ ok: false })
  })

  it('ends with its signal although the resolver never answers', async () => {
    const guard = createDialGuard([], () => new Promise(() => undefined))
    const asked = guard.resolveGuarded('slow.test', 443, AbortSignal.timeout(20))
    expect(await asked).toMatchObject({ outcome: 'time-out' })
    expect(await guard.resolveGuarded('slow.test', 443, AbortSignal.abort())).toMatchObject({ outcome: 'time-out' })
  })
})

describe('normaliseHost', () => {
  it('reads every spelling of an IPv6 address as one', () => {
    for (const spelling of ['0:0:0:0:0:0:0:1', '[::1]', '::1', '[0::0.0.0.1]'])
      expect(normaliseHost(spelling)).toBe('::1')
  })
})
