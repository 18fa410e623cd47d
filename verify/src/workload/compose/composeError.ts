/** An app compose cannot be read; the message names the field and what was expected there. */
export class ComposeError extends Error {
  override name = 'ComposeError'

  constructor(
    readonly field: string,
    readonly expected: string,
  ) {
    super(`${field}: expected ${expected}`)
  }
}
