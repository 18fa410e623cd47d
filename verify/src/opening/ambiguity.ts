/**
 * Whether the committed bytes can be read in a second way that satisfies the same rules.
 *
 * The pre-image has no separators, so its fields must be found again from the bytes. Only the digits can move:
 * - A request id is a UUID v4 and the only field with dashes: canonical decimals and 0x-addresses have none. Each
 *   reading therefore has as many requests as the bytes have dashes, divided by four, and its i-th request starts
 *   exactly 8 characters before dash 4i + 1, whatever the characters in front of it are. That holds although the
 *   first 8 characters of a UUID may all be digits that look like the end of the fee before them.
 * - A UUID has 36 characters and an address 42, so both end at a fixed distance from that start.
 * - What is left between an address and the next start (or the end) is one run of digits, the three fees. Only the two
 *   boundaries inside each run are free, and no digit can change from one run to another.
 * So it suffices to list the splits of each run, and to ask whether more than one choice of splits has the billed sum.
 */
import type { HashedFields } from '../trail/record.js'

/** Sums kept at once, and sums tried in all. Beyond either the search gives up, which is never a pass. */
export interface SearchBounds {
  states: number
  steps: number
}
const BOUNDS: SearchBounds = { states: 20_000, steps: 5_000_000 }

export type Reading = 'single' | 'ambiguous' | 'too-many'

/** A canonical decimal: no sign, no leading zero. */
const DECIMAL = /^(?:0|[1-9][0-9]*)$/

/**
 * Counts the readings of records that already satisfy every rule; their own reading is one of those counted.
 * @param totalFee the sum, in neuron, that every reading must reach.
 */
export function countReadings(
  records: Iterable<HashedFields>,
  totalFee: bigint,
  bounds: SearchBounds = BOUNDS,
): Reading {
  const open: bigint[][] = []
  let fixed = 0n
  for (const record of records) {
    const fees = listFees(record.fee + record.inputFee + record.outputFee)
    if (fees.length > 1) open.push(fees)
    else fixed += fees[0] ?? 0n
  }
  open.sort((a, b) => spread(b) - spread(a))
  const reachable = remainingRanges(open)
  let steps = 0
  let states = new Map<bigint, number>([[totalFee - fixed, 1]])
  for (const [at, fees] of open.entries()) {
    const { least, most } = reachable[at + 1] as Range
    steps += states.size * fees.length
    if (steps > bounds.steps) return 'too-many'
    const next = new Map<bigint, number>()
    for (const [left, ways] of states) {
      for (const fee of fees) {
        const rest = left - fee
        if (rest < least || rest > most) continue
        // Two are as good as many, and keep the count from growing without end.
        next.set(rest, Math.min(2, (next.get(rest) ?? 0) + ways))
        if (next.size > bounds.states) return 'too-many'
      }
    }
    states = next
  }
  return (states.get(0n) ?? 0) > 1 ? 'ambiguous' : 'single'
}

/**
 * The fee of every split of a run of digits into three canonical decimals with fee = inputFee + outputFee; one entry a
 * split, so a fee stands twice if two splits have it. The fee has as many digits as the longer of its summands or
 * one more, so it takes between a third and a half of the run, and four lengths of the input remain for each of its own.
 */
export function listFees(digits: string): bigint[] {
  const found: bigint[] = []
  for (let feeLength = Math.ceil(digits.length / 3); feeLength <= digits.length / 2; feeLength += 1) {
    const rest = digits.length - feeLength
    const inputLengths = new Set([feeLength, feeLength - 1, rest - feeLength, rest - feeLength + 1])
    for (const inputLength of inputLengths) {
      if (inputLength < 1 || inputLength >= rest) continue
      const fee = digits.slice(0, feeLength)
      const input = digits.slice(feeLength, feeLength + inputLength)
      const output = digits.slice(feeLength + inputLength)
      if (Math.max(input.length, output.length) > feeLength) continue
      if (!DECIMAL.test(fee) || !DECIMAL.test(input) || !DECIMAL.test(output)) continue
      if (BigInt(fee) === BigInt(input) + BigInt(output)) found.push(BigInt(fee))
    }
  }
  return found
}

interface Range {
  least: bigint
  most: bigint
}

/** For each position the least and the most that the fees from there on can sum to. */
function remainingRanges(open: readonly bigint[][]): Range[] {
  const ranges: Range[] = [{ least: 0n, most: 0n }]
  for (const fees of open.toReversed()) {
    const after = ranges.at(-1) as Range
    ranges.push({ least: after.least + smallest(fees), most: after.most + largest(fees) })
  }
  return ranges.reverse()
}

// Wide choices first: their sums leave the reachable range soonest, which keeps the states few.
function spread(fees: readonly bigint[]): number {
  return Number(largest(fees) - smallest(fees))
}

function smallest(fees: readonly bigint[]): bigint {
  return fees.toSorted(compare)[0] ?? 0n
}

function largest(fees: readonly bigint[]): bigint {
  return fees.toSorted(compare).at(-1) ?? 0n
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
