import { describe, expect, it } from 'vitest'
import { describeCommitment } from './commitment'

const OUTCOMES = ['match', 'mismatch', 'size-mismatch', 'no-hash', 'unread', 'time-out', 'never-uploaded', 'new-word']
const checked = (outcome: string) => ({
  ...{ outcome, expected: null, found: null, bytes: '0', attempts: 1, checkedAt: '', source: null, detail: null },
})

describe('what was found behind a commitment', () => {
  it('passes with the hash alone, and never accuses', () => {
    const statuses = OUTCOMES.map((outcome) => describeCommitment(checked(outcome)).status)
    expect(statuses.filter((status) => status === 'pass')).toHaveLength(1)
    expect(statuses).not.toContain('fail')
  })

  it('waits while nobody has asked', () => {
    expect(describeCommitment(null).status).toBe('waiting')
  })
})
