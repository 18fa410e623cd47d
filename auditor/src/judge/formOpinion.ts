import {
  type Cells,
  createQuoteMemo,
  inputsHash,
  type JudgedEvidence,
  type Outcome,
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

// Found again by all that a judgement of a quote depends on, so that it changes no opinion.
const quotes = createQuoteMemo()

/** What a settlement is judged by, beside its facts and evidence. */
export interface Grounds {
  trust: TrustMaterial
  /** `trustHash` of it. */
  trustDigest: string
  /** Inputs of the newest verdict. */
  known: string | undefined
  later: Later
  /** What may be kept of records outside the heap; without it there is no bound. */
  maxKeptBytes?: number
}

/**
 * The work itself: pure but for what is kept once a thread, the vocabulary and quotes that were judged before.
 * @throws KeptTooMuch
 */
export async function formOpinion(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  { trust, trustDigest, known, later, maxKeptBytes }: Grounds,
): Promise<Opinion> {
  const inputs = inputsHash(subject, evidence, trust, trustDigest)
  if (inputs === known) return { kind: 'unchanged', inputs }
  const tokenizer = await findTokenizer(subject, evidence, trust)
  const verdict = await verifySettlement(subject, evidence, trust, {
    ...{ ...later, memo: quotes },
    ...(tokenizer && { tokenizer }),
    ...(maxKeptBytes !== undefined && { maxKeptBytes }),
  })
  const { outcome, fault, questions } = verdict
  const body = toVerdictBody(subject, evidence, trust, verdict, { inputs, trust: trustDigest })
  return { kind: 'judged', inputs, outcome, fault, statuses: toCells(questions), body }
}
