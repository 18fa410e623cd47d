import { conclude, hashBills, verifyTrailFile } from '@touchstone/verify'
import { type Basis, CannotCheckError, type Judged } from './judged'
import type { Yardstick } from './options'
import { withQuestionTitles, withTitles } from './shown'
import { trustBasis } from './trust-basis'

const SENTENCES: Readonly<Record<string, string>> = {
  verified: 'Every record is complete, and its bytes, texts and signatures agree.',
  failed: 'The file contradicts itself.',
  partial: 'What is published agrees; not everything is published.',
}

/**
 * Judges a trail by itself.
 * @param commitment `requestsHash` of the bill that it should open; without one nothing is said about any bill.
 * @throws CannotCheckError naming line and reason where the bytes are no trail.
 */
export function judgeTrail(bytes: Uint8Array, yardstick: Yardstick, commitment?: string): Judged {
  const { header, rejection, root, checks, observations, counts } = verifyTrailFile(bytes, yardstick.trust)
  if (header === null) throw new CannotCheckError(`line ${rejection?.line}: ${rejection?.reason}.`)
  const { questions, outcome } = conclude({ kind: 'trail' }, checks)
  const { records, settlements } = counts
  return {
    kind: 'trail',
    settlement: null,
    title: `Trail of ${header.provider} for ${header.payer}: ${records} records of ${settlements} bills, root ${root}`,
    outcome,
    sentence: SENTENCES[outcome] ?? 'The file could not be checked.',
    checks: withTitles(checks),
    questions: withQuestionTitles(questions),
    observations,
    bases: [
      {
        ...{ id: 'parties', status: 'absent', isNamedOnly: false },
        text: 'Parties and keys are the file’s own word: compare them with the chain.',
      },
      describeCommitment(bytes, commitment),
      trustBasis(yardstick),
    ],
    doesNotProve: [
      ...(commitment === undefined ? ['That the records are those of a bill on chain: none was named.'] : []),
      'Who wrote the file, where the keys are kept, and which model ran.',
    ],
    block: null,
    opened: null,
  }
}

function describeCommitment(bytes: Uint8Array, expected: string | undefined): Basis {
  const basis = { id: 'commitment', isNamedOnly: false } as const
  if (expected === undefined)
    return { ...basis, status: 'absent', text: 'No commitment was named that the records should recompute to.' }
  const bills = [...hashBills(bytes)]
  const found = bills.find(([, hash]) => hash === expected.toLowerCase())
  if (found)
    return {
      ...{ ...basis, status: 'pass', expected, found: found[1] },
      text: `The records of bill ${found[0]} recompute to the commitment that was named.`,
    }
  return {
    ...{ ...basis, status: 'fail', expected, ...(bills[0] === undefined ? {} : { found: bills[0][1] }) },
    text: 'No bill of the file has the commitment that was named: it is another file, which is nobody’s fault.',
  }
}
