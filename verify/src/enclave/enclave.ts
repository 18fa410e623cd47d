/** Question 5: is the key held by a genuine enclave? Reports are not read yet, so nothing here can pass. */
import { absent } from '../check.js'
import type { SettlementEvidence, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import type { MeasuredCode } from './measured.js'

export interface EnclaveFindings {
  checks: Check[]
  observations: Observation[]
  /** What the report that binds the signer measured; null unless its quote is genuine and binds the signer. */
  measured: MeasuredCode | null
}

/** Judges the report observed nearest in time that binds the settlement's signer. */
export async function checkEnclave(
  _subject: SettlementSubject,
  _evidence: SettlementEvidence,
  _trust: TrustMaterial,
): Promise<EnclaveFindings> {
  const unread = absent('report-published', 'This verifier version does not read enclave reports yet.')
  return { checks: [unread], observations: [], measured: null }
}
