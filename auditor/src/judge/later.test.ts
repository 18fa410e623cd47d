import { expect, it } from 'vitest'
import type { EvidenceRefs } from './evidence.js'
import { createLater } from './later.js'

const refsOf = (id: string, collateral: string | null = null): EvidenceRefs => ({
  ...{ trails: [], unfetched: [], earlierUses: [] },
  reports: {
    reports: [
      {
        ...{ id, source: 'provider', sha256: '', signature: null, collateral: null, collateral_now: collateral },
        observed_at: new Date(),
      },
    ],
    attempts: [],
  },
})

it('gives the same reports the same time for a minute, others and newer collateral their own', () => {
  let now = 1_000_000
  const later = createLater(() => now)
  expect(later(refsOf('1'))).toEqual({ now: 1_000_000 })
  now += 59_999
  expect(later(refsOf('1'))).toEqual({ now: 1_000_000 })
  expect(later(refsOf('2'))).toEqual({ now })
  expect(later(refsOf('1', '{}'))).toEqual({ now, collateralNow: '{}' })
  now += 1
  expect(later(refsOf('1'))).toEqual({ now })
  // A clock that was set back.
  now -= 500_000
  expect(later(refsOf('1'))).toEqual({ now })
})
