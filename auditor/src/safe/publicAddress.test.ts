import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './publicAddress.js'

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:830::200e'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['192.0.0.1', '192.0.2.1', '192.168.0.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%lo', 'fc00::1', 'fd12:3456::1', 'fec0::1', 'ff02::1'],
    ...['2001:db8::1', '3fff::1', '100::1', '64:ff9b:1::8.8.8.8', '4000::1', '5f00::1'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each(['0x7f.1', '127.1', '2130706433', '0177.0.0.1', '127.0.0.1.', '[::1]', 'localhost', ''])(
    '%j is no address in its canonical spelling',
    (text) => expect(isPublicAddress(text)).toBe(false),
  )

  const wrap: [string, (hex: string, turned: string) => string][] = [
    ['mapped', (hex) => `::ffff:${hex}`],
    ['compatible', (hex) => `::${hex}`],
    ['translated', (hex) => `::ffff:0:${hex}`],
    ['NAT64', (hex) => `64:ff9b::${hex}`],
    ['6to4', (hex) => `2002:${hex}::1`],
    ['Teredo client', (_hex, turned) => `2001:0:808:808:0:0:${turned}`],
    ['Teredo server', (hex) => `2001:0:${hex}:0:0:f7f7:f7f7`],
    ['ISATAP', (hex) => `2606:4700::5efe:${hex}`],
  ]
  it.each(wrap)('an IPv6 address of the kind "%s" is what the IPv4 address in it is', (_kind, build) => {
    const address = fc.oneof(
      fc.ipV4(),
      fc.constantFrom('127.0.0.1', '10.0.0.9', '169.254.169.254', '8.8.8.8', '192.168.1.1', '100.64.0.1', '0.0.0.1'),
    )
    fc.assert(
      fc.property(address, (v4) => {
        const bytes = v4.split('.').map(Number)
        const wrapped = build(groups(bytes), groups(bytes.map((byte) => byte ^ 0xff)))
        expect(isIP(wrapped)).toBe(6)
        expect(isPublicAddress(wrapped)).toBe(isPublicAddress(v4))
      }),
    )
  })
})

function groups([a = 0, b = 0, c = 0, d = 0]: number[]): string {
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
