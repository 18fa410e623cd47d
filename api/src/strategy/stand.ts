/** How a hash that records name stands against what was committed on chain. */
export type Standing =
  | 'unnamed'
  | 'unread'
  | 'stranger'
  | 'uncommitted'
  | 'equal'
  | 'different'
  | 'several'
  | 'incomparable'
  | 'undecided'
  | 'earlier'
  | 'later'

/** A commitment as far as it is compared, over the half-open interval [fromBlock, toBlock). */
export interface Compared {
  /** Of `hash` alone another value counts as different: text and data may say the same in other bytes. */
  form: 'hash' | 'text' | 'data' | 'unreadable'
  value: string | null
  fromBlock: number
  toBlock: number | null
}

/** Blocks [from, until) in which the inferences of a bill lie; `from` is null where nothing tells. */
export interface Window {
  from: number | null
  until: number
}

/**
 * Compares a hash with what stood beforehand: committed in a block before the first in which the inference can lie, and
 * in force through the last. When the inference was made stands in the window alone: the record's own time is its
 * author's word.
 * @param commitments about the same thing, newest first.
 * @param completeFrom block from which all commitments are known.
 */
export function standAgainst<C extends Compared>(
  sha256: string,
  commitments: readonly C[],
  window: Window,
  completeFrom: number,
): { standing: Standing; committed: C | null } {
  const isEqual = ({ value }: C) => value === sha256
  const firstEqual = commitments.find(isEqual) ?? null
  const from = window.from ?? 0
  if (from < completeFrom) return { standing: 'undecided', committed: firstEqual ?? commitments[0] ?? null }
  const touching = commitments.filter((one) => one.fromBlock < window.until && (one.toBlock ?? window.until) > from)
  const through = touching.filter((one) => one.fromBlock < from && (one.toBlock ?? window.until) >= window.until)
  const equal = touching.filter(isEqual)
  const others = touching.filter((one) => one.form === 'hash' && !isEqual(one))
  if (equal.length > 0 && others.length > 0) return { standing: 'several', committed: equal[0] ?? null }
  const held = through.find(isEqual)
  if (held) return { standing: 'equal', committed: held }
  const other = through.find((one) => one.form === 'hash')
  if (other) return { standing: 'different', committed: other }
  const partly = equal[0] ?? others[0]
  if (partly) return { standing: 'undecided', committed: partly }
  if (firstEqual) return { standing: firstEqual.fromBlock >= window.until ? 'later' : 'earlier', committed: firstEqual }
  return { standing: touching.length > 0 ? 'incomparable' : 'uncommitted', committed: touching[0] ?? null }
}
