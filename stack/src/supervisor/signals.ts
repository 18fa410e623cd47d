/** npm hands Ctrl-C on to a process that the terminal has already told: both come within moments and are one wish. */
const SAME_WISH_MS = 700
const PARENT_POLL_MS = 1_000

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP, `kill` at a second one. Under npm also stops when npm is gone:
 * nobody would be left to stop this.
 */
export function onStopSignal(stop: () => void, kill: () => void): void {
  let askedAt: number | undefined
  const ask = () => {
    if (askedAt === undefined) {
      askedAt = Date.now()
      stop()
    } else if (Date.now() - askedAt > SAME_WISH_MS) kill()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const poll = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(poll)
    if (askedAt === undefined) ask()
  }, PARENT_POLL_MS)
  poll.unref()
}
