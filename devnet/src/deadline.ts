/** What was waited for did not come in time, or the devnet is stopping. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}

/**
 * Waits for a promise, but no longer than `ms` and not beyond a stop. What the promise does is not ended by it: the
 * official clients offer no way to.
 * @throws DeadlineError
 */
export async function within<T>(what: string, ms: number, promise: Promise<T>, stopping?: AbortSignal): Promise<T> {
  let refuse: () => void = () => undefined
  const late = new Promise<never>((_, reject) => {
    refuse = () => reject(new DeadlineError(`${what} did not end within ${ms} ms or before the stop.`))
  })
  // Node 20 may collect a signal made of others before it fires.
  const timer = setTimeout(refuse, ms)
  if (stopping?.aborted) refuse()
  stopping?.addEventListener('abort', refuse, { once: true })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    stopping?.removeEventListener('abort', refuse)
  }
}
