import { randomBytes } from 'node:crypto'
import { storageRoot } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { withThreads } from '../../../testing/built.js'
import { createRootHash } from './rootHash.js'

describe('createRootHash', () => {
  it('gives the same root from a thread, without keeping this one from its timers', async () => {
    const bytes = randomBytes(2 * 1024 * 1024)
    await withThreads({}, async (threads) => {
      let ticks = 0
      const timer = setInterval(() => {
        ticks += 1
      }, 5)
      const root = await createRootHash(threads)(bytes)
      clearInterval(timer)
      expect(root).toBe(storageRoot(bytes).root)
      expect(ticks).toBeGreaterThan(2)
    })
  })
})
