/** Question 6: which code and model ran? Known only from an enclave's report, so nothing here can pass yet. */
import { absent } from '../check.js'
import type { Check } from '../verdict.js'

/** The checks of the measured code. */
export function checkWorkload(): Check[] {
  return [absent('code-known', 'The measured code is not known without an enclave report.')]
}
