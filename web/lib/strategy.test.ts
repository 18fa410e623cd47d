import { describe, expect, it } from 'vitest'
import { describeStanding, showsBoth } from './strategy'

describe('describeStanding', () => {
  it('calls nothing beforehand that was committed later, nor passed or failed whatever the word', () => {
    expect(describeStanding('later')).toContain('not beforehand')
    for (const word of [
      'unnamed',
      'stranger',
      'uncommitted',
      'equal',
      'different',
      'undecided',
      'later',
      'constructor',
    ])
      expect(describeStanding(word)).not.toMatch(/passed|failed|verified|proven|function Object/i)
  })

  it('shows nothing of a stranger beside what the agent committed', () => {
    expect(['different', 'stranger', 'uncommitted'].map(showsBoth)).toEqual([true, false, false])
  })
})
