import { HISTORY_GRADES, MAX_STRONG } from './spans'
import { MAX_WEAK } from './sql'

/**
 * Whether a party may have more links than are listed. Weak links of each kind are cut at the newest; so many of them that
 * one kind may have reached its limit count as cut, as do more strong ones than enter a history.
 */
export function mayBeCut(links: readonly { strength: string }[]): boolean {
  const strong = links.filter(({ strength }) => (HISTORY_GRADES as readonly string[]).includes(strength)).length
  return strong > MAX_STRONG || links.length - strong >= MAX_WEAK
}
