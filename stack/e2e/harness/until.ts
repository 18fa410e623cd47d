import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 400

/**
 * Asks until the answer is there. An exception is not an answer: what is being started refuses connections first.
 * @throws Error with the last exception once the deadline is over.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, deadlineMs = 120_000): Promise<T> {
  const deadline = Date.now() + deadlineMs
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      last = error
    }
    await delay(POLL_MS)
  }
  throw new Error(`Not within ${deadlineMs / 1000} s: ${what}.`, { cause: last })
}
