import { describe, expect, it } from 'vitest'
import { GROUP } from './format'
import { findStaleness } from './freshness'

const now = Date.parse('2026-10-07T14:00:00Z')
const fresh = { head: 81_204, indexedHeight: 81_203, indexedTime: '2026-10-07T13:59:59Z', lag: 1 }
const stale = (over: Partial<typeof fresh> | { head: null; lag: null }) =>
  findStaleness({ ...fresh, ...over } as Parameters<typeof findStaleness>[0], now)?.replaceAll(GROUP, ' ')

describe('the banner', () => {
  it('is silent while the data is fresh', () => {
    expect(stale({})).toBeUndefined()
  })

  it('says how far behind', () => {
    expect(stale({ indexedHeight: 79_000, lag: 2_204, indexedTime: '2026-10-07T13:37:00Z' })).toBe(
      'Indexed to block 79 000, which is from 23 min ago: 2 204 blocks behind the chain. What happened since is not shown yet.',
    )
  })

  it('says that the chain stands still', () => {
    expect(stale({ indexedTime: '2026-10-07T13:50:00Z' })).toContain('No newer block has been seen since.')
  })

  it('does not guess a lag that nobody knows', () => {
    expect(stale({ head: null, lag: null })).toContain('nobody can say how far behind')
  })
})
