'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Progress, Reply, Task } from '../../lib/verify/messages'
import { startVerifier, type Verifier } from '../../lib/verify/start-worker'

/** Where a check stands. */
export type Run =
  | { phase: 'idle' | 'preparing' | 'ready' }
  | { phase: 'running'; progress: Progress }
  | Exclude<Reply, { kind: 'progress' | 'ready' }>

/** One worker for a page, started at the first task. A new task ends the one before it. */
export function useVerifier(): { run: Run; start: (task: Task) => void } {
  const [run, setRun] = useState<Run>({ phase: 'idle' })
  const verifier = useRef<Verifier | undefined>(undefined)
  const isBusy = useRef(false)

  useEffect(() => () => verifier.current?.stop(), [])

  const start = useCallback((task: Task) => {
    if (isBusy.current && task.kind !== 'prepare') {
      verifier.current?.stop()
      verifier.current = undefined
    }
    isBusy.current = task.kind !== 'prepare'
    verifier.current ??= startVerifier((reply) => {
      if (reply.kind !== 'progress') isBusy.current = false
      setRun((before) => next(before, reply))
    })
    setRun(task.kind === 'prepare' ? { phase: 'preparing' } : { phase: 'running', progress: { step: 'Starting' } })
    verifier.current.post(task)
  }, [])

  return { run, start }
}

/** A late word about preparing changes nothing of what was asked since. */
function next(before: Run, reply: Reply): Run {
  if (reply.kind === 'progress') return { phase: 'running', progress: reply.progress }
  if (reply.kind !== 'ready') return reply
  return 'phase' in before && before.phase === 'preparing' ? { phase: 'ready' } : before
}
