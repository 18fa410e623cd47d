import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Compared, type Standing, standAgainst } from './stand'

const WINDOW = { from: 100, until: 200 }
const hash = (value: string, fromBlock: number, toBlock: number | null = null): Compared => ({
  form: 'hash',
  value,
  fromBlock,
  toBlock,
})
const text = (value: string | null, fromBlock: number): Compared => ({ ...hash('', fromBlock), form: 'text', value })

describe('standAgainst', () => {
  it.each<[string, Compared[], Standing]>([
    ['nothing', [], 'uncommitted'],
    ['the same, before', [hash('a', 99)], 'equal'],
    ['the same, until the bill', [hash('a', 99, 200)], 'equal'],
    ['another, before', [hash('b', 99)], 'different'],
    ['the same in the first block of the window', [hash('a', 100)], 'undecided'],
    ['the same, taken back within the window', [hash('a', 99, 199)], 'undecided'],
    ['another, made within the window', [hash('b', 150)], 'undecided'],
    ['the same, made with the bill', [hash('a', 200)], 'later'],
    ['another, made with the bill', [hash('b', 200)], 'uncommitted'],
    ['the same, replaced before', [hash('c', 300), hash('a', 1, 100)], 'earlier'],
    ['another before and the same after', [hash('a', 250), hash('b', 99)], 'different'],
    ['another, replaced within the window by the same', [hash('a', 150), hash('b', 99, 150)], 'several'],
    ['two at once of which one is the same', [hash('a', 50), hash('b', 99)], 'several'],
    ['plain text of the same hash', [text('a', 99)], 'equal'],
    ['plain text of another hash', [text('b', 99)], 'incomparable'],
    ['what cannot be read', [{ ...text(null, 99), form: 'unreadable' }], 'incomparable'],
    ['text of another hash beside the same', [text('b', 99), hash('a', 99)], 'equal'],
  ])('finds %s', (_, commitments, standing) => {
    expect(standAgainst('a', commitments, WINDOW, 0).standing).toBe(standing)
  })

  it('decides nothing where no block bounds the window, or older commitments were not read', () => {
    expect(standAgainst('a', [hash('a', 1)], { from: null, until: 200 }, 0).standing).toBe('undecided')
    expect(standAgainst('a', [hash('a', 99)], WINDOW, 101)).toEqual({ standing: 'undecided', committed: hash('a', 99) })
    expect(standAgainst('a', [hash('a', 99)], WINDOW, 100).standing).toBe('equal')
  })

  it('never calls equal what did not stand alone before the window and through it', () => {
    const some = fc.record({
      form: fc.constantFrom('hash' as const, 'text' as const, 'data' as const),
      value: fc.constantFrom('a', 'b'),
      fromBlock: fc.integer({ min: 90, max: 210 }),
      toBlock: fc.option(fc.integer({ min: 90, max: 210 })),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 4 }), (commitments) => {
        const { standing, committed } = standAgainst('a', commitments, WINDOW, 0)
        if (standing === 'different') expect(committed).toMatchObject({ form: 'hash', value: 'b' })
        if (standing !== 'equal' && standing !== 'different') return
        expect(committed?.fromBlock).toBeLessThan(100)
        expect(committed?.toBlock ?? 200).toBeGreaterThanOrEqual(200)
        const wanted = standing === 'equal' ? 'a' : 'b'
        for (const { form, value, fromBlock, toBlock } of commitments)
          if (form === 'hash' && fromBlock < 200 && (toBlock ?? 200) > 100 && fromBlock < (toBlock ?? 200))
            expect(value).toBe(wanted)
      }),
    )
  })
})
