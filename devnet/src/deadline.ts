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
  const ended = AbortSignal.any([AbortSignal.timeout(ms), ...(stopping ? [stopping] : [])])
  let refuse: () => void = () => undefined
  const late = new Promise<never>((_, reject) => {
    refuse = () => reject(new DeadlineError(`${what} did not end within ${ms} ms or before the stop.`))
    if (ended.aborted) refuse()
    ended.addEventListener('abort', refuse, { once: true })
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    ended.removeEventListener('abort', refuse)
  }
}
