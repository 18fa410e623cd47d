import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/**
 * Does `step` again and again, each time after the pause that `pauseMs` gives for the number of steps done. A step that
 * fails is reported and tried again at its next turn. Resolves when `stopping` fires and the running step has ended.
 */
export async function repeat(
  what: string,
  pauseMs: (done: number) => number,
  step: () => Promise<void>,
  { stopping, log }: { stopping: AbortSignal; log: Logger },
): Promise<void> {
  for (let done = 0; !stopping.aborted; done += 1) {
    await sleep(pauseMs(done), undefined, { signal: stopping }).catch(() => undefined)
    if (stopping.aborted) return
    try {
      await step()
    } catch (error) {
      if (!stopping.aborted) log.warn({ error: String(error) }, `${what} failed and is tried again`)
    }
  }
}

const AGAIN_MS = 2_000

/** Does `step` until it succeeds once; undefined where `stopping` fires first. */
export async function persist<T>(
  what: string,
  step: () => Promise<T>,
  { stopping, log }: { stopping: AbortSignal; log: Logger },
): Promise<T | undefined> {
  while (!stopping.aborted) {
    try {
      return await step()
    } catch (error) {
      if (!stopping.aborted) log.warn({ error: String(error) }, `${what} failed and is tried again`)
      await sleep(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined)
    }
  }
  return undefined
}
