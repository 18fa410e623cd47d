/** A query that this gateway does not answer; the message is one sentence that names the field. */
export class BadQuery extends Error {
  override name = 'BadQuery'
}
