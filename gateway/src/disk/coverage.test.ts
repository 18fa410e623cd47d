import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FilteredLog, type LogFilter, matchesFilter, mergeFilters } from '../query/logFilter.js'
import { filters, logs } from '../testing/arbitraries.js'
import { Coverage } from './coverage.js'

const BLOCKS = 30
const range = fc
  .tuple(fc.nat(BLOCKS - 1), fc.nat(BLOCKS))
  .map(([from, length]) => ({ from, to: Math.min(BLOCKS - 1, from + length) }))

/** Random questions over a random chain, each answered from what is kept after asking only for what coverage says is missing. */
describe('coverage', () => {
  it('whatever was asked before, in whatever order: what is kept of a covered range is all there is', () => {
    const question = fc.record({ asked: fc.array(filters, { minLength: 1, maxLength: 3 }), range })
    const chains = fc.array(fc.record({ block: fc.nat(BLOCKS - 1), log: logs }), { maxLength: 60 })
    fc.assert(
      fc.property(chains, fc.array(question, { maxLength: 6 }), (chain, questions) => {
        const coverage = new Coverage('l')
        const kept = new Set<(typeof chain)[number]>()
        for (const { asked, range } of questions) {
          const wanted = mergeFilters(asked)
          fill(coverage, wanted, range, (filter, from, to) => {
            for (const entry of chain)
              if (entry.block >= from && entry.block <= to && matchesFilter(filter, entry.log)) kept.add(entry)
          })
          const isWanted = ({ block, log }: { block: number; log: FilteredLog }) =>
            block >= range.from && block <= range.to && asked.some((filter) => matchesFilter(filter, log))
          expect([...kept].filter(isWanted).length).toBe(chain.filter(isWanted).length)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('knows a part of what was asked, and a whole that several questions made up', () => {
    const coverage = new Coverage('l')
    coverage.add([{ address: ['0xa', '0xb'], topics: [['0x1']] }], 0, 9).commit()
    coverage.add([{ address: ['0xb'], topics: [['0x2']] }], 5, 20).commit()
    expect(coverage.endOfCovered([{ address: ['0xb'], topics: [['0x1']] }], 0)).toBe(9)
    expect(coverage.endOfCovered([{ address: ['0xb'], topics: [['0x1', '0x2']] }], 5)).toBe(9)
    expect(coverage.endOfCovered([{ address: ['0xb'], topics: [['0x1', '0x2']] }], 0)).toBe(-1)
    expect(coverage.missingAt([{ address: ['0xa', '0xb'], topics: [['0x1', '0x2']] }], 0).filters).toEqual([
      { address: ['0xa', '0xb'], topics: [['0x1', '0x2']] },
    ])
    expect(coverage.missingAt([{ address: ['0xa', '0xc'], topics: [['0x1']] }], 0)).toEqual({
      filters: [{ address: ['0xc'], topics: [['0x1']] }],
      to: Number.MAX_SAFE_INTEGER,
    })
  })
})

function fill(
  coverage: Coverage,
  wanted: LogFilter[],
  { from, to }: { from: number; to: number },
  fetch: (filter: LogFilter, from: number, to: number) => void,
) {
  for (let at = from; at <= to; ) {
    const covered = coverage.endOfCovered(wanted, at)
    if (covered >= at) {
      at = covered + 1
      continue
    }
    const missing = coverage.missingAt(wanted, at)
    const end = Math.min(to, missing.to, at + 6)
    for (const filter of missing.filters) fetch(filter, at, end)
    coverage.add(missing.filters, at, end).commit()
    expect(coverage.endOfCovered(wanted, at)).toBeGreaterThanOrEqual(at)
  }
}
