import { conclude, hashBills, type TrustMaterial, verifyTrailFile } from '@touchstone/verify'
import { describeTrust, type Judged } from '../judged.js'
import type { VerifyOptions } from '../options.js'
import { CannotCheckError } from '../usage.js'

const SENTENCES: Record<string, string> = {
  verified: 'every record is complete, and its bytes, texts and signatures agree.',
  failed: 'the file contradicts itself.',
  partial: 'what is published agrees; not everything is published.',
}

/** Judges a trail by itself. No chain is asked: `--root` and `--requests-hash` compare it with what one says. */
export async function judgeTrail(bytes: Uint8Array, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  const { header, rejection, root, checks, observations, counts } = verifyTrailFile(bytes, trust)
  if (header === null) throw new CannotCheckError(`line ${rejection?.line}: ${rejection?.reason}.`)
  if (options.root !== undefined && options.root !== root)
    throw new CannotCheckError(`the file has the root ${root}, not ${options.root}.`)
  const { questions, outcome } = conclude({ kind: 'trail' }, checks)
  const { records, settlements } = counts
  return {
    kind: 'trail',
    title: `Trail of ${header.provider} for ${header.payer}: ${records} records of ${settlements} bills, root ${root}`,
    outcome,
    sentence: SENTENCES[outcome] ?? 'the file could not be checked.',
    questions,
    checks,
    observations,
    restsOn: [
      describeTrust(options),
      "the file's own word for its parties and keys: compare them with the chain",
      ...describeCommitment(bytes, options.requestsHash),
    ],
    doesNotProve: [
      'That the records are those of a bill on chain, unless its commitment is compared by --requests-hash.',
      'Who wrote the file, where the keys are kept, and which model ran.',
    ],
  }
}

/** @throws CannotCheckError where no bill of the file has that commitment: it is then another file, and nobody's fault. */
function describeCommitment(bytes: Uint8Array, expected: string | undefined): string[] {
  if (expected === undefined) return []
  const found = [...hashBills(bytes)].find(([, hash]) => hash === expected)
  if (found === undefined) throw new CannotCheckError(`no bill of the file has the commitment ${expected}.`)
  return [`the commitment ${expected}, which the records of bill ${found[0]} recompute to`]
}
