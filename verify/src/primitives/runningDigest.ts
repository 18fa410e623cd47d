/** A digest of bytes that come in pieces. */
export interface RunningDigest {
  update(bytes: Uint8Array): void
  /** Ends it. */
  digest(): Uint8Array
}
