/** What a verified quote measured: all that the questions about code may rest on. Hex is lower-case without prefix. */
export interface MeasuredCode {
  mrTd: string
  rtmr: readonly [string, string, string, string]
  /** SHA-256 of the app compose as bound by RTMR3's replay and by MRCONFIGID; null where neither binds one. */
  composeHash: string | null
  /** The app compose whose SHA-256 that is; null where it is not published. */
  compose: string | null
  /** Digest of the operating system's image as an RTMR3 event names it; null where none does. */
  osImageHash: string | null
  /** Events replayed into RTMR3, in order. Those behind `boot-mr-done` are the application's own words. */
  events: readonly { name: string; payload: string }[]
  /** Whether GPU evidence was claimed and held. */
  gpu: 'none' | 'held' | 'not-held'
  /**
   * When the signer stated it, in milliseconds: the observation of a report that the signer signed. Anybody can name a key
   * in an enclave of their own, so without it nobody is accused by what was measured.
   */
  statedAt?: number
}
