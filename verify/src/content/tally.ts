/** Many records, one check: counts what was found for each and keeps the first of each kind. */
import { absent, failed, passed, unavailable } from '../check.js'
import type { CheckId } from '../registry.js'
import type { Check, EvidenceRef } from '../verdict.js'

/** What one check found on one record. */
export type Finding =
  | { kind: 'match' }
  | { kind: 'mismatch'; why: string; expected?: string; found?: string }
  | { kind: 'missing'; why: string }
  | { kind: 'unknown'; why: string }

export interface Tally {
  add(line: number, finding: Finding): void
  /** The check over all records added. A mismatch accuses `fault`; without one, what `author` published accuses nobody. */
  toCheck<F extends string>(id: CheckId, root: string, author: string, fault: F | undefined): Check<F>
}

interface Noted<F> {
  line: number
  finding: F
}

/** Starts an empty count. */
export function createTally(): Tally {
  const counts = { match: 0, mismatch: 0, missing: 0, unknown: 0 }
  let mismatch: Noted<Extract<Finding, { kind: 'mismatch' }>> | undefined
  let missing: Noted<Finding & { why: string }> | undefined
  let unknown: Noted<Finding & { why: string }> | undefined

  const add = (line: number, finding: Finding): void => {
    counts[finding.kind] += 1
    if (finding.kind === 'mismatch') mismatch ??= { line, finding }
    if (finding.kind === 'missing') missing ??= { line, finding }
    if (finding.kind === 'unknown') unknown ??= { line, finding }
  }
  const toCheck = <F extends string>(id: CheckId, root: string, author: string, fault: F | undefined): Check<F> => {
    const total = counts.match + counts.mismatch + counts.missing + counts.unknown
    const of = (n: number): string => `${n} of ${total}`
    const at = (line: number): EvidenceRef[] => [{ kind: 'record', ref: `${root}#L${line}` }]
    if (mismatch !== undefined && fault !== undefined) {
      const { line, finding } = mismatch
      return failed(id, fault, `${of(counts.mismatch)} wrong, first on line ${line}: ${finding.why}.`, {
        ...finding,
        evidence: at(line),
      })
    }
    if (unknown !== undefined) return unavailable(id, unknown.finding.why, { evidence: at(unknown.line) })
    if (mismatch !== undefined) {
      const reason = `${of(counts.match)} hold. The others were published by a ${author}, not by the provider, and accuse nobody.`
      return absent(id, reason, { found: of(counts.match), evidence: at(mismatch.line) })
    }
    if (missing !== undefined) {
      const reason = `${of(counts.match)} published and right. First gap on line ${missing.line}: ${missing.finding.why}.`
      return absent(id, reason, { found: of(counts.match), evidence: at(missing.line) })
    }
    if (total === 0) return absent(id, 'There is no record to look at.')
    return passed(id, { found: of(counts.match), evidence: [{ kind: 'root', ref: root }] })
  }
  return { add, toCheck }
}
