'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { followLatest } from '../../lib/live/follow-latest'
import { describeNewer, type Heard } from '../../lib/live/newer'
import type { Scope } from '../../lib/routes'

/**
 * Offers settlements above the newest one shown: rows never move by themselves.
 * @param known id of the newest settlement on the page; null for an empty list.
 */
export function NewSettlements({ scope, known }: { scope: Scope; known: string | null }) {
  const router = useRouter()
  const [heard, setHeard] = useState<Heard>()
  const shown = useRef(known)
  const { agent, payer, provider } = scope

  useEffect(() => {
    shown.current = known
  }, [known])
  useEffect(() => {
    const followed = { ...(agent && { agent }), ...(payer && { payer }), ...(provider && { provider }) }
    return followLatest(followed, (ids) => setHeard({ ids, known: shown.current }))
  }, [agent, payer, provider])

  const offer = heard && describeNewer(heard, known)
  return (
    <div className="fresh" aria-live="polite">
      {offer && (
        <button type="button" onClick={() => router.refresh()}>
          {offer} · show
        </button>
      )}
    </div>
  )
}
