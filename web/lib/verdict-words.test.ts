import { describe, expect, it } from 'vitest'
import { describeDistance, describeReason } from './verdict-words'

describe('words of a verdict', () => {
  it('say on which side of the settlement a report was observed', () => {
    expect(describeDistance(-300)).toBe('5 min before the settlement')
    expect(describeDistance(41)).toBe('41 s after the settlement')
    expect(describeDistance(null)).toContain('not known')
  })

  it('keep a reason that is not known', () => {
    expect(describeReason('reorg')).toBe('the settlement moved to another block')
    expect(describeReason('solar-flare')).toBe('solar-flare')
  })
})
