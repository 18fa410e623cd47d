import 'server-only'
import { getEnv } from './env'

/** Until the API begins to answer; what follows is bounded by the API itself. */
const WAIT_MS = 35_000
/** Headers of the API's answer that a reader needs. */
const KEPT = ['content-type', 'content-length', 'content-disposition', 'cache-control', 'etag']

/**
 * Passes an answer of the API on, piece by piece, so that pages read files from their own origin.
 * @param path below the API, made of checked parts.
 * @param signal of the visitor's request; it is let go as soon as the API begins to answer, and whoever reads the body cancels it.
 *   A signal of our own follows it until then: what `AbortSignal.any` makes stays with a long-lived source on Node 20.
 */
export async function passOn(path: string, signal: AbortSignal): Promise<Response> {
  const waiting = new AbortController()
  const end = () => waiting.abort()
  const timer = setTimeout(end, WAIT_MS)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    const response = await fetch(`${getEnv().apiUrl}${path}`, {
      signal: waiting.signal,
      cache: 'no-store',
      redirect: 'error',
      headers: { 'accept-encoding': 'identity' },
    })
    const headers = new Headers()
    for (const name of KEPT) {
      const value = response.headers.get(name)
      if (value !== null) headers.set(name, value)
    }
    return new Response(response.body, { status: response.status, headers })
  } catch {
    return refuse(502, 'The server behind these pages does not answer. It says nothing about any agent or provider.')
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

/** A refusal in the form in which the API refuses. */
export function refuse(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status, headers: { 'cache-control': 'no-store' } })
}
