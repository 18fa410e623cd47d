import { setTimeout as delay } from 'node:timers/promises'

/** Times in milliseconds, sizes in bytes. */
export interface FetchLimits {
  connectMs: number
  /** One request, from dialling to the last byte. */
  requestMs: number
  /** Between a source that had nothing right and the next one that is asked for the same bytes. */
  spacingMs: number
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
  spacingMs: 100,
  sourceMs: 5 * 60_000,
  rootMs: 15 * 60_000,
  maxPayloadBytes: 256 * 1024 * 1024,
}

/** Waits between two sources; ends at once, without an error, where the work has ended. */
export async function pauseBetween({ spacingMs }: Pick<FetchLimits, 'spacingMs'>, ended: AbortSignal): Promise<void> {
  await delay(spacingMs, undefined, { signal: ended }).catch(() => undefined)
}
