/** A bundle that cannot be read; the message names the entry or field and what was expected. */
export class BundleError extends Error {
  override name = 'BundleError'
}
