import { describe, expect, it } from 'vitest'
import { findStandings } from './standing'

type Given = Parameters<typeof findStandings>[0]
const NOW = Date.parse('2026-11-22T12:00:00Z')
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()

function statesOf(network: Partial<Given['network']>, published: number | null = 5) {
  const given = {
    network: { head: 100, lag: 0, indexedHeight: 100, waiting: '0', lastVerdictAt: ago(4), ...network },
    meta: {
      readAt: ago(0),
      logCheckpoint: published === null ? null : { origin: 'o', size: '9', root: 'r', publishedAt: ago(published) },
    },
  } as unknown as Given
  return findStandings(given, NOW).map(({ state }) => state)
}

describe('how the parts of this site stand', () => {
  it('is current where nothing is behind', () => expect(statesOf({})).toEqual(['current', 'current', 'current']))

  it('says behind, with its own bound for each part', () => {
    expect(statesOf({ lag: 11 })[0]).toBe('behind')
    expect(statesOf({ waiting: '3', lastVerdictAt: ago(301) })[1]).toBe('behind')
    expect(statesOf({ waiting: '3', lastVerdictAt: null })[1]).toBe('behind')
    expect(statesOf({ lastVerdictAt: ago(121) }, 180)[2]).toBe('behind')
  })

  it('accuses no part of being late where there is nothing to do', () => {
    expect(statesOf({ waiting: '0', lastVerdictAt: ago(9_000) }, 8_000)).toEqual(['current', 'current', 'current'])
    expect(statesOf({ waiting: '3', lastVerdictAt: ago(20) })[1]).toBe('current')
  })

  it('says so where nobody can tell', () => {
    expect(statesOf({ head: null, lag: null })[0]).toBe('unknown')
    expect(statesOf({ lastVerdictAt: null }, null)[2]).toBe('unknown')
  })
})
