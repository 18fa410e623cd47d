import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYER } from '../../testing/scenario.js'
import type { HashedFields } from '../trail/record.js'
import { countReadings, listFees } from './ambiguity.js'
import { requestsPreimage } from './requestsHash.js'

function request(fee: bigint, inputFee: bigint, outputFee: bigint): HashedFields {
  return {
    requestHash: '12345678-0000-4000-8000-000000000000',
    userAddress: PAYER,
    fee: `${fee}`,
    inputFee: `${inputFee}`,
    outputFee: `${outputFee}`,
  }
}

/** Every split of a run of digits, tried without any shortcut. */
function listFeesSlowly(digits: string): bigint[] {
  const canonical = (text: string): boolean => text === '0' || /^[1-9]\d*$/.test(text)
  const found: bigint[] = []
  for (let a = 1; a < digits.length - 1; a += 1) {
    for (let b = a + 1; b < digits.length; b += 1) {
      const parts = [digits.slice(0, a), digits.slice(a, b), digits.slice(b)]
      const [fee = 0n, input = 0n, output = 0n] = parts.map(BigInt)
      if (parts.every(canonical) && fee === input + output) found.push(fee)
    }
  }
  return found
}

const small = fc.bigInt({ min: 0n, max: 1200n })
const requests = fc.array(
  fc.tuple(small, small).map(([input, output]) => request(input + output, input, output)),
  { minLength: 1, maxLength: 4 },
)
const sumOf = (records: readonly HashedFields[]): bigint => records.reduce((sum, { fee }) => sum + BigInt(fee), 0n)

/** All readings of a whole pre-image, by a search over every boundary of every field. */
function countSlowly(preimage: string, total: bigint): number {
  if (preimage === '') return total === 0n ? 1 : 0
  const head = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}0x[0-9a-fA-F]{40}/.exec(preimage)
  if (head === null) return 0
  const rest = preimage.slice(head[0].length)
  const digits = /^\d*/.exec(rest)?.[0].length ?? 0
  let readings = 0
  for (let length = 3; length <= digits; length += 1) {
    for (const fee of listFeesSlowly(rest.slice(0, length))) {
      if (fee <= total) readings += countSlowly(rest.slice(length), total - fee)
    }
  }
  return readings
}

describe('splits of a run of digits', () => {
  it('are those that a full search finds', () => {
    const digits = fc.oneof(
      fc.stringMatching(/^[0-9]{0,14}$/),
      fc.stringMatching(/^[01]{3,12}$/),
      fc.tuple(small, small).map(([input, output]) => `${input + output}${input}${output}`),
    )
    fc.assert(
      fc.property(digits, (run) => {
        expect(listFees(run).sort()).toEqual(listFeesSlowly(run).sort())
      }),
      { numRuns: 1000 },
    )
  })

  it('can be two with one fee', () => {
    expect(listFees('11110')).toEqual([11n, 11n])
  })
})

describe('readings of the committed bytes', () => {
  it('are one for ordinary fees', () => {
    const records = [
      request(3_000_000_000_000n, 1_000_000_000_000n, 2_000_000_000_000n),
      request(1_200_000_000_000n, 500_000_000_000n, 700_000_000_000n),
    ]
    expect(countReadings(records, sumOf(records))).toBe('single')
  })

  it('are several where input and output can trade digits', () => {
    expect(countReadings([request(11n, 1n, 10n)], 11n)).toBe('ambiguous')
  })

  it('are several where two requests can trade sums, though each alone has one', () => {
    const small = request(2010n, 920n, 1090n)
    const large = request(20109n, 20109n, 0n)
    expect(small.fee + small.inputFee + small.outputFee).toBe(large.fee + large.inputFee + large.outputFee)
    expect(countReadings([small], 2010n)).toBe('single')
    expect(countReadings([large], 20109n)).toBe('single')
    expect(countReadings([small, large], 22119n)).toBe('ambiguous')
  })

  it('are as many as a search over every boundary of the whole text finds', () => {
    let ambiguous = 0
    fc.assert(
      fc.property(requests, (records) => {
        const readings = countSlowly(requestsPreimage(records), sumOf(records))
        expect(readings).toBeGreaterThanOrEqual(1)
        if (readings > 1) ambiguous += 1
        expect(countReadings(records, sumOf(records))).toBe(readings > 1 ? 'ambiguous' : 'single')
      }),
      { numRuns: 400, examples: [[[request(11n, 1n, 10n), request(7n, 3n, 4n)]]] },
    )
    expect(ambiguous).toBeGreaterThan(0)
  })

  it('are given up beyond the bounds, never called single', () => {
    const records = Array.from({ length: 30 }, () => request(11n, 1n, 10n))
    expect(countReadings(records, sumOf(records), { states: 20_000, steps: 10 })).toBe('too-many')
    expect(countReadings(records, sumOf(records), { states: 0, steps: 1000 })).toBe('too-many')
  })
})
