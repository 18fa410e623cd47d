import { setTimeout as pause } from 'node:timers/promises'

/** A client that has all there is comes back for new blocks; it is silent when its last answer is this old. */
const QUIET_MS = 2_000
/** One that has not works on what it was given before it asks on; it is gone when it has not asked for so long. */
const BEHIND_MS = 15_000
/** Where clients never fall silent the audit takes a step this often. */
const STARVED_MS = 60_000

/** When clients are expected to ask again, so that what can wait does. */
export class Quiet {
  private quietAt = 0
  private queries = 0
  private grantedAt = performance.now()

  /** @returns what to call when the answer has ended with the last block there is. */
  noteQuery(): () => void {
    this.queries += 1
    const query = this.queries
    this.quietAt = performance.now() + BEHIND_MS
    return () => {
      if (query === this.queries) this.quietAt = performance.now() + QUIET_MS
    }
  }

  /** Resolves when no client is expected to ask soon, or nobody was let through for long, or the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = performance.now()
      const left = Math.min(this.quietAt - now, this.grantedAt + STARVED_MS - now)
      if (signal.aborted) return
      if (left <= 0) break
      await pause(left, undefined, { signal, ref: false }).catch(() => undefined)
    }
    this.grantedAt = performance.now()
  }
}
