import { randomBytes } from 'node:crypto'
import { storageRoot } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { withThreads } from '../../../testing/built.js'
import { openTestSpool } from '../../../testing/spool.js'
import { createRootHash } from './rootHash.js'

describe('createRootHash', () => {
  it('hashes a file in a thread without keeping this one from its timers, and holds the file to it', async () => {
    const bytes = randomBytes(2 * 1024 * 1024)
    const { root } = storageRoot(bytes)
    await openTestSpool().spool.during(async (scratch) => {
      const made = await scratch.create(bytes.length)
      await made.write(bytes, 0)
      await withThreads({}, async (threads) => {
        const hash = createRootHash(threads)
        let ticks = 0
        const timer = setInterval(() => {
          ticks += 1
        }, 5)
        const file = made.read(bytes.length)
        const scan = await hash(file)
        clearInterval(timer)
        expect(scan).toMatchObject({ ...(await hash(bytes)), root })
        expect(ticks).toBeGreaterThan(2)
        await made.write(Uint8Array.of((bytes[0] ?? 0) ^ 1), 0)
        await expect(hash(file)).rejects.toThrow('changed while it was in use')
        expect((await hash(made.read(bytes.length))).root).not.toBe(root)
      })
    })
  })
})
