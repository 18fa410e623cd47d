import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatAmount,
  formatBytes,
  formatCount,
  formatDuration,
  formatExactAmount,
  formatPricePerMillion,
  formatShare,
  formatTick,
  formatTime,
  GROUP,
  shortenAgentId,
  shortenHash,
} from './format'

/** With ordinary spaces, so that the expectations can be read. */
const plain = (text: string) => text.replaceAll(GROUP, ' ')
const neuron = fc.bigInt({ min: 0n, max: 10n ** 40n })

describe('amounts', () => {
  it.each([
    ['0', '0'],
    ['1', '< 0.000000001'],
    ['999999999', '< 0.000000001'],
    ['1000000000', '0.000000001'],
    ['54133333333333', '0.00005413'],
    ['100000000000000', '0.0001'],
    ['2500000000000000', '0.0025'],
    ['1204560000000000000', '1.205'],
    ['1204500000000000000000', '1 205'],
    ['12345678000000000000000000', '12 345 678'],
    ['-2500000000000000', '−0.0025'],
  ])('%s neuron is %s 0G', (value, expected) => {
    expect(plain(formatAmount(value))).toBe(expected)
  })

  it('never rounds what is there to nothing', () => {
    fc.assert(
      fc.property(neuron, (value) => {
        expect(formatAmount(value.toString()) === '0').toBe(value === 0n)
      }),
    )
  })

  it('gives back every neuron in the exact form', () => {
    fc.assert(
      fc.property(neuron, (value) => {
        const [whole = '', fraction = ''] = formatExactAmount(value.toString()).replaceAll(GROUP, '').split('.')
        expect(BigInt(whole + fraction.padEnd(18, '0'))).toBe(value)
      }),
    )
  })

  it('stays within half a unit of the fourth digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 14n, max: 10n ** 30n }), (value) => {
        const shown = Number(formatAmount(value.toString()).replaceAll(GROUP, ''))
        expect(Math.abs(shown - Number(value) / 1e18) / (Number(value) / 1e18)).toBeLessThanOrEqual(0.000501)
      }),
    )
  })

  it('prices a million tokens', () => {
    expect(formatPricePerMillion('50000000000')).toBe('0.05')
  })
})

describe('shares', () => {
  it.each([
    ['0', '1204', '0 %'],
    ['1204', '1204', '100 %'],
    ['1', '100000', '< 0.1 %'],
    ['99999', '100000', '> 99.9 %'],
    ['1182', '1204', '98.2 %'],
    ['1', '2', '50 %'],
    ['3', '0', '–'],
  ])('%s of %s is %s', (part, whole, expected) => {
    expect(plain(formatShare(part, whole))).toBe(expected)
  })

  it('is 100 % for all and only all, 0 % for none and only none', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.bigInt({ min: 0n, max: 10n ** 30n }), (whole, some) => {
        const part = some % (whole + 1n)
        const text = plain(formatShare(part.toString(), whole.toString()))
        expect(text === '100 %').toBe(part === whole)
        expect(text === '0 %').toBe(part === 0n)
      }),
    )
  })
})

describe('counts, sizes, hashes and times', () => {
  it('groups digits with a thin space that does not break', () => {
    expect(formatCount(1204551)).toBe(`1${GROUP}204${GROUP}551`)
    expect(formatCount('-1204')).toBe(`−1${GROUP}204`)
  })

  it('writes sizes in SI units', () => {
    expect([formatBytes('812'), formatBytes('48213'), formatBytes('256000000')]).toEqual([
      '812 B',
      '48.2 kB',
      '256.0 MB',
    ])
  })

  it('keeps both ends of a hash and all of what is short', () => {
    const hash = `0x7a3f9c${'0'.repeat(52)}44d2c9`
    expect(shortenHash(hash)).toBe('0x7a3f9c…44d2c9')
    expect(shortenHash(hash, 'header')).toBe('0x7a3f9c0000…0044d2c9')
    expect(shortenHash('0x1234')).toBe('0x1234')
    expect(shortenAgentId(`eip155:16688:0x${'ab'.repeat(20)}:7`)).toBe('eip155:16688:0xababab…ababab:7')
  })

  it('writes times in UTC, whatever the zone, and leaves alone what is no time', () => {
    expect(formatTime('2026-10-07T16:02:11.500+02:00')).toBe('2026-10-07 14:02:11')
    expect(formatTime('yesterday')).toBe('yesterday')
  })

  it('gives an axis no more than its span needs', () => {
    const noon = Date.parse('2026-10-07T12:00:05Z')
    expect([formatTick(noon, 60_000), formatTick(noon, 7_200_000), formatTick(noon, 30 * 86_400_000)]).toEqual([
      '12:00:05',
      '12:00',
      '10-07',
    ])
  })

  it('says how long ago', () => {
    expect([812, 41_000, 720_000, 3 * 3_600_000, 5 * 86_400_000].map(formatDuration)).toEqual([
      '812 ms',
      '41 s',
      '12 min',
      '3 h',
      '5 d',
    ])
    expect(formatAgo('2026-10-07T14:00:00Z', Date.parse('2026-10-07T14:00:41Z'))).toBe('41 s ago')
    expect(formatAgo('2026-10-07T14:00:00Z', Date.parse('2026-10-07T13:59:58Z'))).toBe('just now')
  })
})
