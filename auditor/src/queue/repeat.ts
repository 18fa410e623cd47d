import type { Logger } from 'pino'

/** Work that runs again and again. */
export interface Repeated {
  /** Runs at once, or once more after the run that is under way. */
  now(): void
  stop(): Promise<void>
}

/** Runs `work` after `firstMs` and then `everyMs` after each end, never twice at a time. */
export function repeat(name: string, everyMs: number, log: Logger, work: () => Promise<void>, firstMs = 0): Repeated {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const turn = async () => {
    do {
      again = false
      await work().catch((error: Error) => {
        if (!stopped) log.error({ err: error }, `${name} failed; the next turn tries again`)
      })
    } while (again && !stopped)
    running = undefined
    if (!stopped) timer = setTimeout(start, everyMs)
  }
  const start = () => {
    clearTimeout(timer)
    running = turn()
  }
  timer = setTimeout(start, firstMs)
  return {
    now: () => {
      if (running) again = true
      else if (!stopped) start()
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
