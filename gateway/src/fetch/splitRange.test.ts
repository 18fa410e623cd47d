import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RpcLog } from '../chain/log.js'
import { splitRange } from './splitRange.js'
import type { FoundCall } from './wideCalls.js'

const block = fc.integer({ min: 10, max: 30 })

describe('the parts of a range', () => {
  it('follow one another without a gap and hold each log and call once, in its block', () => {
    const dense = fc.tuple(block, fc.integer({ min: 1, max: 6_000 }))
    fc.assert(
      fc.property(fc.array(dense, { maxLength: 5 }), fc.array(block, { maxLength: 5 }), (full, called) => {
        const logs = full.flatMap(([at, count]) => Array.from({ length: count }, () => ({ block: at }) as RpcLog))
        const calls = called.map((at) => ({ block: at }) as FoundCall)
        const parts = splitRange({ from: 10, to: 30 }, logs, calls)
        let next = 10
        for (const part of parts) {
          expect(part.from).toBe(next)
          expect(part.to).toBeGreaterThanOrEqual(part.from)
          next = part.to + 1
          for (const item of [...part.logs, ...part.calls])
            expect(item.block >= part.from && item.block <= part.to).toBe(true)
        }
        expect(next).toBe(31)
        expect(parts.reduce((sum, part) => sum + part.logs.length, 0)).toBe(logs.length)
        expect(parts.reduce((sum, part) => sum + part.calls.length, 0)).toBe(calls.length)
        expect(parts.length).toBeLessThanOrEqual(1 + logs.length / 4_000)
      }),
      { numRuns: 10 },
    )
  })
})
