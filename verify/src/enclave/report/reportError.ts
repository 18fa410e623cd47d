/** Why bytes are not an attestation report. The only error that reading one throws. */
export class ReportError extends Error {
  override name = 'ReportError'

  constructor(
    /** Path of the field within the report; `report` for the whole. */
    readonly field: string,
    /** What was expected there. */
    readonly expected: string,
    /** `unknown`: no form that is known here, which accuses nobody. `malformed`: a known form with a broken field. */
    readonly kind: 'unknown' | 'malformed' = 'malformed',
  ) {
    super(`${field}: expected ${expected}`)
  }
}
