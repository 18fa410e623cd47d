/** Where a bundle was found wanting, in the order in which it is looked at. */
export type ProvenanceStep = 'form' | 'certificate' | 'log' | 'entry' | 'signature' | 'subject' | 'identity'

/** A bundle that proves nothing; the message says what was expected. */
export class ProvenanceError extends Error {
  override name = 'ProvenanceError'

  constructor(
    readonly step: ProvenanceStep,
    message: string,
  ) {
    super(message)
  }
}
