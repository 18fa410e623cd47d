import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Quiet } from './quiet.js'

describe('the silence of clients', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  /** Whether the audit may go on after that long. */
  async function isSilentAfter(quiet: Quiet, ms: number): Promise<boolean> {
    vi.advanceTimersByTime(ms)
    const signal = new AbortController()
    let isOpen = false
    const waiting = quiet.wait(signal.signal).then(() => {
      isOpen = !signal.signal.aborted
    })
    await new Promise((resolve) => setImmediate(resolve))
    signal.abort()
    await waiting
    return isOpen
  }

  it('begins soon after the last block was answered', async () => {
    const quiet = new Quiet()
    quiet.noteQuery()()
    expect(await isSilentAfter(quiet, 1_900)).toBe(false)
    expect(await isSilentAfter(quiet, 200)).toBe(true)
  })

  it('does not begin while a client works on an answer that others follow', async () => {
    const quiet = new Quiet()
    quiet.noteQuery()
    expect(await isSilentAfter(quiet, 10_000)).toBe(false)
    expect(await isSilentAfter(quiet, 5_100)).toBe(true)
  })

  it('is not told by an answer that another query has overtaken', async () => {
    const quiet = new Quiet()
    const noteCaughtUp = quiet.noteQuery()
    quiet.noteQuery()
    noteCaughtUp()
    expect(await isSilentAfter(quiet, 10_000)).toBe(false)
  })

  it('is granted once a minute to those who never get it', async () => {
    const quiet = new Quiet()
    for (let n = 0; n < 5; n++) {
      quiet.noteQuery()
      expect(await isSilentAfter(quiet, 10_000)).toBe(false)
    }
    quiet.noteQuery()
    expect(await isSilentAfter(quiet, 10_100)).toBe(true)
  })
})
