import { describe, expect, it } from 'vitest'
import {
  CELL_STATUSES,
  countStatuses,
  OUTCOME_LOOK,
  OUTCOMES,
  outcomeWord,
  STATUS_LOOK,
  sortBySeverity,
  statusWord,
} from './status'

describe('looks', () => {
  it('shows every status and outcome with a shape and a word of its own', () => {
    const statuses = CELL_STATUSES.map((status) => STATUS_LOOK[status])
    expect(new Set(statuses.map((look) => look.icon)).size).toBe(CELL_STATUSES.length)
    expect(new Set(statuses.map((look) => look.word)).size).toBe(CELL_STATUSES.length)
    const outcomes = OUTCOMES.map((outcome) => OUTCOME_LOOK[outcome])
    expect(new Set(outcomes.map((look) => look.icon)).size).toBe(OUTCOMES.length)
    expect(new Set(outcomes.map((look) => look.word)).size).toBe(OUTCOMES.length)
  })

  it('gives green to a pass and to a verified inference alone', () => {
    expect(CELL_STATUSES.filter((status) => STATUS_LOOK[status].tone === 'verified')).toEqual(['pass'])
    expect(OUTCOMES.filter((outcome) => OUTCOME_LOOK[outcome].tone === 'verified')).toEqual(['verified'])
  })

  it('gives red to failures alone', () => {
    expect(CELL_STATUSES.filter((status) => STATUS_LOOK[status].tone === 'failed')).toEqual(['fail'])
    expect(OUTCOMES.filter((outcome) => OUTCOME_LOOK[outcome].tone === 'failed')).toEqual(['failed'])
  })

  it('names whose evidence failed, and a fault in nothing else', () => {
    expect(outcomeWord('failed', 'provider')).toBe('Failed: provider’s evidence')
    expect(outcomeWord('failed', 'payer')).toBe('Failed: payer’s evidence')
    expect(outcomeWord('unavailable', 'provider')).toBe('Could not check')
    expect(statusWord('fail', 'payer')).toBe('Failed: payer’s evidence')
    expect(statusWord('absent', 'provider')).toBe('Not published')
  })
})

describe('lists of checks', () => {
  const checks = [
    { id: 'a', status: 'pass' },
    { id: 'b', status: 'absent' },
    { id: 'c', status: 'fail' },
    { id: 'd', status: 'pass' },
    { id: 'e', status: 'unavailable' },
    { id: 'f', status: null },
  ] as const

  it('puts the worst first and keeps the order of equals', () => {
    expect(sortBySeverity(checks).map(({ id }) => id)).toEqual(['c', 'e', 'b', 'f', 'a', 'd'])
  })

  it('counts each status in words', () => {
    expect(countStatuses(checks)).toBe('1 failed · 1 could not check · 1 not published · 2 passed · 1 waiting')
  })
})
