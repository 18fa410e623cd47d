/** Times in milliseconds, sizes in bytes. */
export interface FetchLimits {
  connectMs: number
  /** One request, from dialling to the last byte. */
  requestMs: number
  /** Everything asked of one source for one root. */
  sourceMs: number
  /** Everything asked of all sources for one root. */
  rootMs: number
  /** Largest payload that is fetched. */
  maxPayloadBytes: number
}

export const DEFAULT_LIMITS: FetchLimits = {
  connectMs: 10_000,
  requestMs: 30_000,
  sourceMs: 5 * 60_000,
  rootMs: 15 * 60_000,
  maxPayloadBytes: 256 * 1024 * 1024,
}
