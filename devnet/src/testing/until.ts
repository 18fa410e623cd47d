import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until there is an answer. @throws Error naming what was waited for. */
export async function until<T>(what: string, ms: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + ms
  while (Date.now() < deadline) {
    const found = await ask()
    if (found !== undefined) return found
    await sleep(150)
  }
  throw new Error(`${what} did not come within ${ms} ms.`)
}
