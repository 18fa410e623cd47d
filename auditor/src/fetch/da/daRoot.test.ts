import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// The thread runs compiled code only.
const BUILT = new URL('../../../dist/fetch/da/daRoot.js', import.meta.url)
const BLOB = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31 + 7) % 256)
const DATA_ROOT = '0xb40add23458a9eadfd1e4f3c3d9a1e21a8d88337ab7042243c1b2a3b206545ed'

describe('createRowRecovery', () => {
  it('gives back rows of which none is missing, and says in words what it cannot do, from its thread', async () => {
    const { createRowRecovery } = (await import(BUILT.href)) as typeof import('./daRoot.js')
    const recover = createRowRecovery()
    const rows = new Map(
      Array.from({ length: 1024 }, (_, row) => [row, new Uint8Array(32_768).fill(row % 32)] as const),
    )
    const whole = await recover(rows)
    expect(whole.kind === 'rows' && whole.rows.every((row, at) => row[5] === at % 32)).toBe(true)
    rows.delete(5)
    expect(await recover(rows)).toMatchObject({ kind: 'refused', found: '1023 rows' })
  }, 60_000)
})

describe('createDaRootHash', () => {
  it('recomputes a root in a thread, then needs only the witness; other bytes have another root', async () => {
    expect(existsSync(BUILT), 'build first: npx turbo run build --filter=@touchstone/auditor').toBe(true)
    const { createDaRootHash } = (await import(BUILT.href)) as typeof import('./daRoot.js')
    const hash = createDaRootHash()
    const whole = await hash({ bytes: BLOB, dataRoot: DATA_ROOT })
    expect(whole.root).toBe(DATA_ROOT)
    const witness = { r1: whole.r1, r2: whole.r2 }
    const began = performance.now()
    expect(await hash({ bytes: BLOB, dataRoot: DATA_ROOT, witness })).toEqual({ root: DATA_ROOT, ...witness })
    expect(performance.now() - began).toBeLessThan(1_500)
  }, 60_000)
})
