/** The six questions, asked of one settlement. */
import { conclude, isRejected } from './conclude.js'
import { checkContent } from './content/content.js'
import { checkEnclave, type Later } from './enclave/enclave.js'
import { createKeptBytes } from './kept/keptBytes.js'
import { checkOpening } from './opening/opening.js'
import { checkPayment } from './payment/payment.js'
import { checkSignature } from './signature/signature.js'
import type { Hex, JudgedEvidence, SettlementSubject } from './subject.js'
import type { TrustMaterial } from './trust.js'
import type { Check, Fault, Observation, Outcome, Question, QuestionId } from './verdict.js'
import { observeLabel } from './workload/label.js'
import { observeBill } from './workload/listPrice.js'
import type { Tokenizer } from './workload/recount.js'
import { observeRecount } from './workload/recountBill.js'
import { checkWorkload } from './workload/workload.js'

/** What was found about one settlement. */
export interface Verdict {
  checks: Check[]
  observations: Observation[]
  questions: Question[]
  outcome: Outcome
  fault?: Fault
  /** Root of the trail whose requests recompute to the bill in a single way; null where none does. */
  openedBy: Hex | null
}

export interface VerifyOptions extends Later {
  /** Vocabulary of Qwen3, with which stated token counts are counted again; without one nothing is said of them. */
  tokenizer?: Tokenizer
  /** Bytes that may be kept of the records beside what each file's few first take on the heap; without it there is no bound. */
  maxKeptBytes?: number
  /** Told which question is looked at next, for whoever waits. */
  onQuestion?(id: QuestionId): void
}

/**
 * Judges one settlement. Wrong evidence is a verdict; a rejection is a bug of ours or an input of the wrong type.
 * @throws KeptTooMuch where the records take more than `maxKeptBytes`.
 */
export async function verifySettlement(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
  { tokenizer, onQuestion = () => {}, maxKeptBytes, ...later }: VerifyOptions = {},
): Promise<Verdict> {
  onQuestion('payment')
  const payment = checkPayment(subject, evidence)
  if (isRejected(subject.status)) return finish(subject, null, [payment])
  onQuestion('signature')
  const signature = checkSignature(subject, trust)
  if (subject.generation === 'B') return finish(subject, null, [payment, signature])
  onQuestion('opening')
  const kept = createKeptBytes(maxKeptBytes)
  const opening = checkOpening(subject, evidence, { kept })
  onQuestion('content')
  const content = checkContent(subject, evidence, trust, opening, kept)
  onQuestion('enclave')
  const enclave = await checkEnclave(subject, evidence, trust, later)
  onQuestion('workload')
  const workload = await checkWorkload(subject, enclave.measured, trust, evidence.imageBundles)
  const openedBy = opening.opened?.trail.root ?? null
  const beside = {
    checks: [],
    observations: [
      ...observeBill(subject, opening.opened),
      ...observeLabel(subject),
      ...observeRecount(subject, opening.opened, trust, tokenizer),
    ],
  }
  return finish(subject, openedBy, [payment, signature, opening, content, enclave, workload, beside])
}

interface Part {
  checks: Check[]
  observations: Observation[]
}

function finish(subject: SettlementSubject, openedBy: Hex | null, parts: readonly Part[]): Verdict {
  const checks = parts.flatMap((part) => part.checks)
  const observations = parts.flatMap((part) => part.observations)
  return { checks, observations, openedBy, ...conclude({ kind: 'settlement', status: subject.status }, checks) }
}
