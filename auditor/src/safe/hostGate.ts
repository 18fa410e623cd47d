import { setTimeout as delay } from 'node:timers/promises'

/** How hard one host may be asked. */
export interface HostPace {
  /** Requests in flight at a time. */
  atOnce: number
  /** Milliseconds between the starts of two requests. */
  spacingMs: number
}

/** Keeps requests to one host apart, so that what a stranger publishes never makes us flood somebody. */
export interface HostGate {
  /** Waits for a turn. @returns what ends the turn; undefined where the signal came first. */
  enter(host: string, pace: HostPace, signal: AbortSignal): Promise<(() => void) | undefined>
}

interface Place {
  active: number
  /** Time of the earliest next start, in milliseconds of the process's own clock. */
  nextAt: number
  waiting: Set<() => void>
}

/** Hosts from which on those that nobody asks are forgotten. */
const FORGET_FROM = 1_000

export function createHostGate(): HostGate {
  const places = new Map<string, Place>()

  const leave = (place: Place) => {
    place.active -= 1
    const [next] = place.waiting
    if (next) {
      place.waiting.delete(next)
      next()
    }
  }

  return {
    enter: async (host, { atOnce, spacingMs }, signal) => {
      if (signal.aborted) return undefined
      if (places.size >= FORGET_FROM) forgetIdle(places)
      const place = places.get(host) ?? { active: 0, nextAt: 0, waiting: new Set() }
      places.set(host, place)
      while (place.active >= atOnce) if (!(await waitForLeave(place, signal))) return undefined
      place.active += 1
      const now = performance.now()
      const startAt = Math.max(now, place.nextAt)
      place.nextAt = startAt + spacingMs
      // A timer may fire a little early: the clock decides.
      for (let left = startAt - now; left > 0; left = startAt - performance.now())
        if (!(await pause(Math.ceil(left), signal))) {
          leave(place)
          return undefined
        }
      let isOver = false
      return () => {
        if (!isOver) leave(place)
        isOver = true
      }
    },
  }
}

function forgetIdle(places: Map<string, Place>): void {
  const now = performance.now()
  for (const [host, { active, waiting, nextAt }] of places)
    if (active === 0 && waiting.size === 0 && nextAt <= now) places.delete(host)
}

function waitForLeave({ waiting }: Place, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener('abort', giveUp)
      resolve(true)
    }
    const giveUp = () => {
      waiting.delete(wake)
      resolve(false)
    }
    waiting.add(wake)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  delay(ms, undefined, { signal }).then(
    () => true,
    () => false,
  )
