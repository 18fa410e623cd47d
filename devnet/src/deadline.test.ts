import { describe, expect, it } from 'vitest'
import { DeadlineError, within } from './deadline.js'

const never = () => new Promise<never>(() => undefined)

describe('within', () => {
  it('gives what came in time, or its error', async () => {
    await expect(within('A', 1000, Promise.resolve(3))).resolves.toBe(3)
    await expect(within('A', 1000, Promise.reject(new Error('own')))).rejects.toThrow('own')
  })

  it('ends after the time, on a stop, and at once after one', async () => {
    await expect(within('The deposit', 5, never())).rejects.toThrow('The deposit did not end within 5 ms')
    const stopping = new AbortController()
    const waiting = within('A', 60_000, never(), stopping.signal)
    stopping.abort()
    await expect(waiting).rejects.toBeInstanceOf(DeadlineError)
    await expect(within('A', 60_000, never(), stopping.signal)).rejects.toBeInstanceOf(DeadlineError)
  })
})
