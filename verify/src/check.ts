/**
 * Ways to write a check down. The question comes from the registry, so that an id cannot stand under two. Only a failure
 * names a fault: the others fit whatever faults there are.
 */
import { type CheckId, getCheckEntry } from './registry.js'
import type { Check, EvidenceRef, Fault } from './verdict.js'

interface Shown {
  expected?: string
  found?: string
  evidence?: EvidenceRef[]
}

/** Looked, and it holds. */
export function passed(id: CheckId, shown: Shown = {}): Check<never> {
  return { ...base(id, shown), status: 'pass' }
}

/** Looked, and evidence that `fault` authored is wrong. */
export function failed<F extends string = Fault>(id: CheckId, fault: F, reason: string, shown: Shown = {}): Check<F> {
  return { ...base(id, shown), status: 'fail', fault, reason }
}

/** Could not look; accuses nobody. */
export function unavailable(id: CheckId, reason: string, shown: Shown = {}): Check<never> {
  return { ...base(id, shown), status: 'unavailable', reason }
}

/** There is nothing to look at. */
export function absent(id: CheckId, reason: string, shown: Shown = {}): Check<never> {
  return { ...base(id, shown), status: 'absent', reason }
}

/**
 * The index contradicts what the contract enforces: our copy of the chain is wrong or behind. Never an accusation;
 * the prefix is what the auditor raises its alarm on.
 */
export function indexInconsistent(id: CheckId, what: string, shown: Shown = {}): Check {
  return unavailable(id, `index-inconsistent: ${what}`, shown)
}

/** The check needs calldata that could not be read: the call was made inside another and no trace is at hand. */
export function withoutCalldata(id: CheckId): Check<never> {
  return unavailable(id, 'The calldata of this bill is unavailable: only its log could be read.')
}

/** Generation B says nothing about single items on chain, and of code that is not known nobody knows the rules. */
export function notJudged(id: CheckId): Check {
  const which = 'Settlements of the first generation of the contract (September 2025), or of code that is not known,'
  return absent(id, `${which} are kept and not judged.`)
}

/** Addresses and hashes compare without regard to casing. */
export function isSameHex(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function base(id: CheckId, shown: Shown) {
  const { expected, found, evidence = [] } = shown
  return {
    id,
    question: getCheckEntry(id).question,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    evidence,
  }
}
