import {
  type Cells,
  inputsHash,
  type Outcome,
  type SettlementEvidence,
  type SettlementSubject,
  type TrustMaterial,
  toCells,
  toVerdictBody,
  type VerifyOptions,
  verifySettlement,
} from '@touchstone/verify'
import { findTokenizer } from './vocabulary.js'

/** The time, and the collateral, for which the TCB of the report is looked up beside that of its observation. */
export type Later = Pick<VerifyOptions, 'now' | 'collateralNow'>

/** What a judgement comes to, before it is signed and kept. */
export type Opinion =
  /** The newest verdict was made from the same inputs. */
  | { kind: 'unchanged'; inputs: string }
  | { kind: 'judged'; inputs: string; outcome: Outcome; fault: string | undefined; statuses: Cells; body: string }

/** The work itself: pure but for the vocabulary, which is loaded once a thread. */
export async function formOpinion(
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  { trust, known, later }: { trust: TrustMaterial; known: string | undefined; later: Later },
): Promise<Opinion> {
  const inputs = inputsHash(subject, evidence, trust)
  if (inputs === known) return { kind: 'unchanged', inputs }
  const tokenizer = await findTokenizer(subject, evidence, trust)
  const verdict = await verifySettlement(subject, evidence, trust, { ...later, ...(tokenizer && { tokenizer }) })
  const { outcome, fault, questions } = verdict
  const body = toVerdictBody(subject, evidence, trust, verdict)
  return { kind: 'judged', inputs, outcome, fault, statuses: toCells(questions), body }
}
