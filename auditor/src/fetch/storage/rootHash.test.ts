import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { storageRoot } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'

// The thread runs compiled code only.
const BUILT = new URL('../../../dist/fetch/storage/rootHash.js', import.meta.url)

describe('createRootHash', () => {
  it('gives the same root from a thread, without keeping this one from its timers', async () => {
    expect(existsSync(BUILT), 'build first: npx turbo run build --filter=@touchstone/auditor').toBe(true)
    const { createRootHash } = (await import(BUILT.href)) as typeof import('./rootHash.js')
    const bytes = randomBytes(2 * 1024 * 1024)
    let ticks = 0
    const timer = setInterval(() => {
      ticks += 1
    }, 5)
    const root = await createRootHash(1024)(bytes)
    clearInterval(timer)
    expect(root).toBe(storageRoot(bytes).root)
    expect(ticks).toBeGreaterThan(2)
  })
})
