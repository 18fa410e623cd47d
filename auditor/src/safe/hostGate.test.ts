import { setMaxListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createHostGate } from './hostGate.js'

const forever = new AbortController().signal
setMaxListeners(0, forever)

describe('the host gate', () => {
  it('never lets more in than it may, and everybody in the end', async () => {
    const gate = createHostGate()
    let active = 0
    let most = 0
    const work = async () => {
      const leave = await gate.enter('a', { atOnce: 4, spacingMs: 0 }, forever)
      most = Math.max(most, ++active)
      await new Promise((resolve) => setImmediate(resolve))
      active -= 1
      leave?.()
      leave?.()
    }
    await Promise.all(Array.from({ length: 50 }, work))
    expect(most).toBe(4)
  })

  it('keeps the starts at one host apart, and those at another not', async () => {
    const gate = createHostGate()
    const startedAt = performance.now()
    const pace = { atOnce: 4, spacingMs: 30 }
    await Promise.all(['a', 'a', 'a', 'b'].map((host) => gate.enter(host, pace, forever)))
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
    const before = performance.now()
    await gate.enter('c', pace, forever)
    expect(performance.now() - before).toBeLessThan(30)
  })

  it('gives up with the signal, and leaves its place to the next', async () => {
    const gate = createHostGate()
    const pace = { atOnce: 1, spacingMs: 0 }
    const leave = await gate.enter('a', pace, forever)
    expect(await gate.enter('a', pace, AbortSignal.timeout(10))).toBeUndefined()
    expect(await gate.enter('a', pace, AbortSignal.abort())).toBeUndefined()
    const next = gate.enter('a', pace, forever)
    leave?.()
    expect(await next).toBeTypeOf('function')
  })

  it('gives up while it waits for its time', async () => {
    const gate = createHostGate()
    const pace = { atOnce: 1, spacingMs: 60_000 }
    ;(await gate.enter('a', pace, forever))?.()
    expect(await gate.enter('a', pace, AbortSignal.timeout(10))).toBeUndefined()
  })
})
