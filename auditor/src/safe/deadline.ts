import { setMaxListeners } from 'node:events'

/**
 * Runs work that must end in time. The signal given to it is aborted after `ms`, or with the outer one. A timer of our
 * own: a signal made of `AbortSignal.any` and `AbortSignal.timeout` can be collected before it fires on Node 20.
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  // One outer signal stands over as many pieces of work as there are.
  setMaxListeners(0, outer)
  const end = () => controller.abort(outer.reason)
  const timer = setTimeout(() => controller.abort(new DOMException('The deadline has passed.', 'TimeoutError')), ms)
  if (outer.aborted) end()
  else outer.addEventListener('abort', end, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', end)
  }
}
