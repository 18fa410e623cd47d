/** What the two lists of a collection of bundles hold. */
import { all, count, listOf, matching, optional, type Rule, shape, text, time, when } from '../rules.js'
import { ABOUT_REF_RULE, ABOUT_ROLES, type AboutRef } from './about.js'
import { nullable } from './facts.js'
import type { FileRef } from './manifest.js'

/** Whose settlements, and when. Stands in the first file of a collection. */
export interface CollectionHead {
  spec: 'touchstone-collection/1'
  chainId: number
  scope: { kind: 'agent' | 'provider'; id: string }
  /** Milliseconds, half-open. */
  from: number
  to: number
  /** Position behind which this file starts; null where it starts with the interval. */
  after: string | null
}

/** One settlement of a collection. */
export interface CollectionItem {
  id: string
  manifest: FileRef
  /** Outcome of the verdict in force; null where there was none. A claim: whoever reads judges again. */
  outcome: string | null
  /** What moved, neuron. */
  amount: string
  /** Lines about it in the list of gaps. */
  gaps: number
}

/** Stands in the last file of a collection. */
export interface CollectionIndex {
  settlements: CollectionItem[]
  totals: { settlements: number; amount: string; gaps: number; outcomes: Record<string, number> }
  gaps: FileRef
  /** Files about the party itself, one a role at most; left out where there are none. */
  about?: AboutRef[]
  /** Where the next file goes on; null where the interval ends in this one. */
  next: string | null
}

/** One line of the list of gaps; `settlement` is null for what concerns the collection. */
export interface CollectionGap {
  settlement: string | null
  gap: string
}

/** Settlements of one collection. */
export const MAX_COLLECTED = 10_000

const digest = matching(/^[0-9a-f]{64}$/, '64 lower-case hex digits')
const file = { file: text(100), sha256: digest }
const amount = matching(/^(?:0|[1-9][0-9]{0,90})$/, 'a decimal')
const cursor = nullable(matching(/^[0-9]{1,10}-[0-9]{1,10}$/, 'a block and a log index'))

/** Rule for the first file. */
export const HEAD_RULE: Rule = shape({
  spec: when((value) => value === 'touchstone-collection/1', '"touchstone-collection/1"'),
  chainId: count(),
  scope: shape({
    kind: when((value) => value === 'agent' || value === 'provider', 'agent or provider'),
    id: text(200),
  }),
  from: time(),
  to: time(),
  after: cursor,
})

/** Rule for the last file. */
export const INDEX_RULE: Rule = shape({
  settlements: listOf(
    shape({ id: text(200), manifest: shape(file), outcome: nullable(text(40)), amount, gaps: count() }),
    MAX_COLLECTED,
  ),
  totals: all(shape({ settlements: count(), amount, gaps: count(), outcomes: shape({}) }), (value, path) =>
    Object.values((value as CollectionIndex['totals']).outcomes).every(Number.isSafeInteger)
      ? undefined
      : `${path}.outcomes: expected whole numbers`,
  ),
  gaps: shape(file),
  about: optional(listOf(all(shape(file), ABOUT_REF_RULE), ABOUT_ROLES.length)),
  next: cursor,
})

/** Rule for a line of the list of gaps. */
export const GAP_RULE: Rule = shape({ settlement: nullable(text(200)), gap: text(2_000) })

/** Sums of a list of settlements. */
export function toTotals(settlements: readonly CollectionItem[], gaps: number): CollectionIndex['totals'] {
  // Not counted in an object: one that knows `__proto__` would leave such an outcome out.
  const outcomes = new Map<string, number>()
  for (const { outcome } of settlements) {
    const name = outcome ?? 'pending'
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
  }
  const sum = settlements.reduce((total, one) => total + BigInt(one.amount), 0n)
  return { settlements: settlements.length, amount: `${sum}`, gaps, outcomes: Object.fromEntries(outcomes) }
}
