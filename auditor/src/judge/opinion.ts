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
import { listOwnBuffers } from '../threads/memory.js'
import type { ThreadPool } from '../threads/pool.js'
import { findTokenizer } from './vocabulary.js'

/** What a judgement comes to, before it is signed and kept. */
export type Opinion =
  /** The newest verdict was made from the same inputs. */
  | { kind: 'unchanged'; inputs: string }
  | { kind: 'judged'; inputs: string; outcome: Outcome; fault: string | undefined; statuses: Cells; body: string }

/**
 * Judges one settlement on that evidence, unless its inputs are the known ones.
 * @throws LimitExceeded
 */
export type Judging = (
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  known: string | undefined,
) => Promise<Opinion>

/** From here on evidence is judged in a thread; so is every report, whose certificates cost tens of milliseconds. */
const THREAD_FROM_BYTES = 256 * 1024

/** @param threads undefined where everything runs in this thread, without limits. */
export function createJudging(
  trust: TrustMaterial,
  threads: ThreadPool | undefined,
  threadFromBytes = THREAD_FROM_BYTES,
): Judging {
  return async (subject, evidence, known) => {
    const files = [...evidence.trails, ...evidence.reports].map(({ bytes }) => bytes)
    const bytes = files.reduce((sum, { length }) => sum + length, 0)
    if (threads === undefined || (bytes < threadFromBytes && evidence.reports.length === 0))
      return formOpinion(subject, evidence, trust, known)
    return threads.run({ kind: 'judge', subject, evidence, trust, known }, { bytes, transfer: listOwnBuffers(files) })
  }
}

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
