import type { Network } from '@touchstone/networks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../db/database'
import type { ChainHead } from './head'
import { MetaCache } from './meta'

const network = { name: 'test', chainId: 1 } as Network
const head = { get: async () => null } as unknown as ChainHead
let height = 10
let isAway = false
const query = async () => {
  if (isAway) throw new Error('away')
  return [{ indexedHeight: height, indexedHash: null, finalizedHeight: 0, verifier: null, origin: null }]
}
const open = () => new MetaCache({ query } as unknown as Database, network, head)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  height = 10
  isAway = false
})
afterEach(() => vi.useRealTimers())

describe('the cache of what answers rest on', () => {
  it('reads again behind the answer after a second, and before it after three', async () => {
    const cache = open()
    expect((await cache.get()).indexedHeight).toBe(10)
    height = 11
    vi.advanceTimersByTime(900)
    expect((await cache.get()).indexedHeight).toBe(10)
    vi.advanceTimersByTime(600)
    expect((await cache.get()).indexedHeight).toBe(10)
    await expect.poll(() => cache.peek()?.indexedHeight).toBe(11)
    height = 12
    vi.advanceTimersByTime(3_600_000)
    expect((await cache.get()).indexedHeight).toBe(12)
  })

  it('gives old figures, with their time, where the database is away, and fails where there are none', async () => {
    const cache = open()
    const { readAt } = await cache.get()
    isAway = true
    vi.advanceTimersByTime(3_600_000)
    expect(await cache.get()).toMatchObject({ indexedHeight: 10, readAt })
    await expect(open().get()).rejects.toThrow('away')
  })
})
