/** Question 5: is the key held by a genuine enclave? Reports are not read yet, so nothing here can pass. */
import { absent } from '../check.js'
import type { Check } from '../verdict.js'

/** The checks of the enclave's report. */
export function checkEnclave(): Check[] {
  return [
    absent('enclave-report', 'No enclave report has been checked: this verifier version does not read reports yet.'),
  ]
}
