import {
  type Bundle,
  BundleError,
  doesNotProve,
  needsTokenizer,
  type QuestionId,
  readBundle,
  toCells,
  toSentence,
  verifySettlement,
} from '@touchstone/verify'
import { describeFacts, describeLogged } from './bundle-bases'
import { CannotCheckError, type Judged } from './judged'
import { openEncrypted } from './open-encrypted'
import type { VisitorOptions, Yardstick } from './options'
import { withQuestionTitles, withTitles } from './shown'
import { trustBasis } from './trust-basis'

/**
 * Makes the verdict of a bundle again. What a bundle says about itself is compared, never used.
 * @param onStep told what is looked at next.
 * @throws CannotCheckError for a file that is no bundle, a damaged one included.
 */
export async function judgeBundle(
  bytes: Uint8Array,
  yardstick: Yardstick,
  options: VisitorOptions,
  onStep: (step: 'unpack' | QuestionId) => void,
): Promise<Judged> {
  onStep('unpack')
  const bundle = read(bytes)
  const { subject, evidence } = bundle
  const { trust } = yardstick
  const verdict = await verifySettlement(subject, evidence, trust, { now: Date.now(), onQuestion: onStep })
  const unfinished = needsTokenizer(subject, evidence, trust)
    ? ['That the stated token counts are those of the texts: they are counted again by the command line alone.']
    : []
  return {
    kind: 'bundle',
    settlement: subject.id,
    title: `Settlement ${subject.id}: ${subject.payer} pays ${subject.caller}`,
    outcome: verdict.outcome,
    sentence: toSentence(verdict.outcome, toCells(verdict.questions), verdict.fault),
    checks: withTitles(verdict.checks),
    questions: withQuestionTitles(verdict.questions),
    observations: verdict.observations,
    bases: [describeFacts(bundle, yardstick, verdict), trustBasis(yardstick), describeLogged(bundle, yardstick)],
    doesNotProve: [
      ...doesNotProve(verdict.questions),
      ...unfinished,
      ...bundle.gaps.map((gap) => `Missing in the bundle: ${gap}`),
    ],
    block: { blockHash: subject.blockHash, blockNumber: subject.blockNumber, chainId: subject.chainId },
    opened: await openEncrypted(bundle, yardstick, options),
  }
}

function read(bytes: Uint8Array): Bundle {
  try {
    return readBundle(bytes)
  } catch (cause) {
    if (cause instanceof BundleError) throw new CannotCheckError(cause.message, { cause })
    throw cause
  }
}
