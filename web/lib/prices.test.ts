import { describe, expect, it } from 'vitest'
import { describePrices, type PricedRevision, toLines, toPoints } from './prices'

const NOW = 10_000
const offer = (provider: string, from: number, to: number | null, price = '1000000000000'): PricedRevision => ({
  provider,
  fromBlock: from,
  toBlock: to,
  fromTime: new Date(from * 100).toISOString(),
  inputPrice: '0',
  outputPrice: price,
})

describe('prices over time', () => {
  it('go from one revision to the next, and the one in force to now', () => {
    const [line] = toLines([offer('a', 1, 5), offer('a', 5, null, '2000000000000')], 'outputPrice', NOW)
    expect(line?.steps).toEqual([
      { from: 100, until: 500, price: 1 },
      { from: 500, until: NOW, price: 2 },
    ])
  })

  it('end nowhere that is known where a service was removed', () => {
    const [line] = toLines([offer('a', 1, 4), offer('a', 8, null)], 'outputPrice', NOW)
    expect(line?.steps[0]).toEqual({ from: 100, until: null, price: 1 })
    const points = toPoints([line ?? { provider: '', steps: [] }])
    expect(points.find(({ time }) => time === 101)?.line0).toBeNull()
    expect(points.at(-1)).toEqual({ time: NOW, line0: 1 })
  })

  it('are in words the range of what is in force', () => {
    expect(describePrices([offer('a', 1, null), offer('b', 1, null, '3000000000000')], 'outputPrice')).toBe(
      '2 services ask 1 0G to 3 0G for a million output tokens',
    )
    expect(describePrices([offer('a', 1, 2)], 'outputPrice')).toBe('Nobody offers it now')
  })
})
