'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { routes, type Scope } from '../../lib/routes'

/** Between two questions to the server while the page is looked at. Milliseconds. */
const EVERY = 5_000

/**
 * Asks now and then whether there are settlements above the newest one shown, and offers them: rows never move by
 * themselves. Asks nothing while the page is in the background; a server that does not answer is asked again later.
 * @param known id of the newest settlement on the page; null for an empty list.
 */
export function NewSettlements({ scope, known }: { scope: Scope; known: string | null }) {
  const router = useRouter()
  const [count, setCount] = useState(0)
  const { agent, payer, provider } = scope

  useEffect(() => {
    const target = routes.live({
      ...(agent ? { agent } : {}),
      ...(payer ? { payer } : {}),
      ...(provider ? { provider } : {}),
    })
    const stop = new AbortController()
    async function poll() {
      if (document.visibilityState !== 'visible') return
      const ids = await fetchIds(target, stop.signal)
      if (ids) setCount(countNewer(ids, known))
    }
    setCount(0)
    const timer = setInterval(poll, EVERY)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [agent, payer, provider, known])

  return (
    <div className="fresh" aria-live="polite">
      {count > 0 && (
        <button type="button" onClick={() => router.refresh()}>
          {count} new {count === 1 ? 'settlement' : 'settlements'} · show
        </button>
      )}
    </div>
  )
}

async function fetchIds(target: string, signal: AbortSignal): Promise<string[] | undefined> {
  try {
    const response = await fetch(target, { signal })
    if (!response.ok) return undefined
    const body: unknown = await response.json()
    return Array.isArray(body) ? body.map(String) : undefined
  } catch {
    return undefined
  }
}

/** How many stand above the known one; all of them when it has left the first page. */
function countNewer(ids: readonly string[], known: string | null): number {
  const at = known === null ? -1 : ids.indexOf(known)
  return at < 0 ? ids.length : at
}
