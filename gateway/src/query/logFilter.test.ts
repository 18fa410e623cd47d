import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filters, logs } from '../testing/arbitraries.js'
import { containsFilter, matchesFilter, mergeFilters, normaliseFilter, toLogParams } from './logFilter.js'

const ADDRESS = `0x${'aa'.repeat(20)}`

describe('filters of logs', () => {
  it('merged match exactly what they matched apart', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 6 }), logs, (apart, log) => {
        const merged = mergeFilters(apart)
        expect(merged.some((filter) => matchesFilter(filter, log))).toBe(
          apart.some((filter) => matchesFilter(filter, log)),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('one that contains another matches whatever that matches', () => {
    fc.assert(
      fc.property(filters, filters, logs, (outer, inner, log) => {
        fc.pre(containsFilter(outer, inner) && matchesFilter(inner, log))
        expect(matchesFilter(outer, log)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('are joined where only one thing differs, and a wildcard stays beside them', () => {
    const merged = mergeFilters([
      { address: ['0xa'], topics: [['0x1']] },
      { address: ['0xb'], topics: [['0x1']] },
      { address: null, topics: [['0x2']] },
    ])
    expect(merged).toEqual([
      { address: ['0xa', '0xb'], topics: [['0x1']] },
      { address: null, topics: [['0x2']] },
    ])
  })

  it('become parameters without trailing wildcards: a node takes those for "has such a topic"', () => {
    const filter = normaliseFilter({ address: [ADDRESS], topics: [null, ['0x2'], null, null] })
    expect(toLogParams(filter, 16, 255)).toEqual({
      fromBlock: '0x10',
      toBlock: '0xff',
      address: ADDRESS,
      topics: [null, '0x2'],
    })
  })
})
