/** Question 6: which code and model ran? Known only from what an enclave's report measured. */
import { absent } from '../check.js'
import type { MeasuredCode } from '../enclave/measured.js'
import type { SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'

/** The checks of the measured code. */
export async function checkWorkload(
  _subject: SettlementSubject,
  _measured: MeasuredCode | null,
  _trust: TrustMaterial,
): Promise<{ checks: Check[]; observations: Observation[] }> {
  return {
    checks: [absent('code-known', 'The measured code is not known without an enclave report.')],
    observations: [],
  }
}
