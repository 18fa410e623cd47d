import { setTimeout as pause } from 'node:timers/promises'

/** Clients are silent when the last query is this old. */
const QUIET_MS = 2_000
/** Where clients never fall silent the audit takes a step this often. */
const STARVED_MS = 60_000

/** When clients asked last, so that what can wait does. */
export class Quiet {
  private askedAt = 0
  private grantedAt = Date.now()

  noteQuery(): void {
    this.askedAt = Date.now()
  }

  /** Resolves when no client has asked for a while, or nobody was let through for long, or the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = Date.now()
      const left = Math.min(this.askedAt + QUIET_MS - now, this.grantedAt + STARVED_MS - now)
      if (left <= 0 || signal.aborted) break
      await pause(left, undefined, { signal, ref: false }).catch(() => undefined)
    }
    this.grantedAt = Date.now()
  }
}
