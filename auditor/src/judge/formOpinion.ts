import {
  type Cells,
  inputsHash,
  type Outcome,
  type SettlementEvidence,
  type SettlementSubject,
  type TrustMaterial,
  toCells,
  toVerdictBody,
  verifySettlement,
} from '@touchstone/verify'
import { findTokenizer } from './vocabulary.js'

/** What a judgement comes to, before it is signed and kept. */
export type Opinion =
  /** The newest verdict was made from the same inputs. */
  | { kind: 'unchanged'; inputs: string }
  | { kind: 'judged'; inputs: string; outcome: Outcome; fault: string | undefined; statuses: Cells; body: string }

/** The work itself: pure but for the vocabulary, which is loaded once a thread. */
export async function formOpinion(
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  trust: TrustMaterial,
  known: string | undefined,
): Promise<Opinion> {
  const inputs = inputsHash(subject, evidence, trust)
  if (inputs === known) return { kind: 'unchanged', inputs }
  const tokenizer = await findTokenizer(subject, evidence, trust)
  const verdict = await verifySettlement(subject, evidence, trust, tokenizer && { tokenizer })
  const { outcome, fault, questions } = verdict
  const body = toVerdictBody(subject, evidence, trust, verdict)
  return { kind: 'judged', inputs, outcome, fault, statuses: toCells(questions), body }
}
