import { routes, type Scope } from '../routes'

/** Between two questions to the server where there are no events. Milliseconds. */
const EVERY = 5_000
/** Faults in a row, without a list between them, after which the page asks by itself. */
const MAX_FAULTS = 3
/** The page then asks so often, a minute long, before it tries events again. */
const MAX_QUESTIONS = 12

/**
 * Tells the ids of a scope's newest settlements, newest first, as they change: by the server's events, or by asking now and
 * then where there are none. Begins when the page has loaded and nothing else is to do. A page in the background, or kept for
 * the way back, has no stream open and asks nothing; when it is looked at again, it is told the list as it is then.
 * @returns ends it.
 */
export function followLatest(scope: Scope, tell: (ids: readonly string[]) => void): () => void {
  const ended = new AbortController()
  const { signal } = ended
  let pause: (() => void) | undefined
  const resume = () => {
    if (!pause && !signal.aborted && document.visibilityState === 'visible') pause = followWhileVisible(scope, tell)
  }
  const rest = () => {
    pause?.()
    pause = undefined
  }
  const turn = () => (document.visibilityState === 'visible' ? resume() : rest())
  const begin = () => {
    if (signal.aborted) return
    document.addEventListener('visibilitychange', turn, { signal })
    addEventListener('pagehide', rest, { signal })
    addEventListener('pageshow', resume, { signal })
    resume()
  }
  const beginIdle = () => ('requestIdleCallback' in window ? requestIdleCallback(begin) : setTimeout(begin, 500))
  if (document.readyState === 'complete') beginIdle()
  else addEventListener('load', beginIdle, { once: true, signal })
  return () => {
    ended.abort()
    rest()
  }
}

function followWhileVisible(scope: Scope, tell: (ids: readonly string[]) => void): () => void {
  const stopped = new AbortController()
  const { signal } = stopped
  let faults = 0

  function open() {
    if (typeof EventSource === 'undefined') return void askNow(MAX_QUESTIONS)
    const stream = new EventSource(routes.liveEvents(scope))
    const close = () => stream.close()
    signal.addEventListener('abort', close)
    stream.onmessage = ({ data }) => {
      const ids = readIds(data)
      if (!ids) return
      faults = 0
      tell(ids)
    }
    stream.onerror = () => {
      faults += 1
      // One that is closed was refused; any other is opened again by the browser.
      if (faults < MAX_FAULTS && stream.readyState !== EventSource.CLOSED) return
      signal.removeEventListener('abort', close)
      close()
      faults = 0
      void askNow(MAX_QUESTIONS)
    }
  }
  async function askNow(questions: number) {
    const ids = await fetchIds(routes.live(scope), signal)
    if (signal.aborted) return
    if (ids) tell(ids)
    const timer = setTimeout(() => (questions > 1 ? askNow(questions - 1) : open()), EVERY)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }

  open()
  return () => stopped.abort()
}

/** A server that does not answer is asked again later. */
async function fetchIds(target: string, signal: AbortSignal): Promise<string[] | undefined> {
  try {
    const response = await fetch(target, { signal })
    return response.ok ? readIds(await response.text()) : undefined
  } catch {
    return undefined
  }
}

function readIds(text: string): string[] | undefined {
  const body: unknown = JSON.parse(text)
  return Array.isArray(body) ? body.map(String) : undefined
}
