import { QUESTIONS } from '@touchstone/verify'
import type { Settlement } from '../settlement/types'
import type { ShownOutcome } from '../words/words'
import type { Intervals } from './interval'

/** Counts of one interval as the tables give them. */
export interface CountRow extends Record<string, unknown> {
  start: Date
  settlements: string | null
  amount: string
  payers: string
  outcomes: [ShownOutcome, number, string][]
  /** JSON of question, status, number and amount; null where nobody asks. */
  cells: string | null
}

/** What is counted of one outcome, or of one status of a question. */
interface Sum {
  words: string[]
  count: number
  amount: bigint
}

/** Counts accepted settlements into the intervals that they lie in, as the tables would. */
export function countSettlements(settlements: readonly Settlement[], { start, width, count }: Intervals): CountRow[] {
  const groups = new Map<number, Settlement[]>()
  for (const settlement of settlements) {
    const place = Math.floor((settlement.blockTime.getTime() - start) / width)
    if (place < 0 || place >= count) continue
    const group = groups.get(place)
    if (group) group.push(settlement)
    else groups.set(place, [settlement])
  }
  return [...groups].map(([place, group]) => countGroup(new Date(start + place * width), group))
}

function countGroup(start: Date, group: readonly Settlement[]): CountRow {
  const outcomes = new Map<string, Sum>()
  const cells = new Map<string, Sum>()
  let amount = 0n
  for (const settlement of group) {
    const moved = BigInt(settlement.amount)
    amount += moved
    add(outcomes, [settlement.outcome], moved)
    if (settlement.statuses)
      for (const question of QUESTIONS) add(cells, [question, settlement.statuses[question]], moved)
  }
  return {
    start,
    settlements: String(group.length),
    amount: String(amount),
    payers: String(new Set(group.map(({ payer }) => payer)).size),
    outcomes: inOrder(outcomes) as CountRow['outcomes'],
    cells: JSON.stringify(inOrder(cells)),
  }
}

function add(sums: Map<string, Sum>, words: string[], amount: bigint): void {
  const key = words.join(' ')
  const sum = sums.get(key)
  if (!sum) sums.set(key, { words, count: 1, amount })
  else {
    sum.count += 1
    sum.amount += amount
  }
}

function inOrder(sums: Map<string, Sum>): unknown[][] {
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { words, count, amount }]) => [...words, count, String(amount)])
}
