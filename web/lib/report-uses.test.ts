import { describe, expect, it } from 'vitest'
import type { ReportUseFragment } from './generated/graphql'
import { type Capture, decidesBy, describeDistance, findUses, type Steps, worstOf } from './report-uses'

const AT = '2026-03-01T10:00:00.250Z'
const capture = { sha256: 'ab', observedAt: AT, source: { text: 'https://p.test/v1/quote' } } as Capture

function settlement(id: string, blockTime: string, reports: readonly object[]): ReportUseFragment {
  return { id, blockTime, verdict: { id: `v${id}`, reports } } as unknown as ReportUseFragment
}
const seen = { sha256: 'ab', observedAt: AT, source: 'https://p.test/v1/quote' }

describe('the settlements that an observation was looked at for', () => {
  it('are those whose verdict names its digest and moment, the nearest first', () => {
    const uses = findUses(
      [
        settlement('far', '2026-03-01T09:00:00.250Z', [{ ...seen, secondsFromSettlement: 3_600 }]),
        settlement('near', '2026-03-01T10:01:00.250Z', [{ ...seen, secondsFromSettlement: -60 }]),
        settlement('later', AT, [{ ...seen, observedAt: '2026-03-01T11:00:00.000Z', secondsFromSettlement: 3_600 }]),
        settlement('other', AT, [{ ...seen, sha256: 'cd', secondsFromSettlement: 0 }]),
      ],
      capture,
    )
    expect(uses.map((use) => [use.settlement.id, use.seconds])).toEqual([
      ['near', -60],
      ['far', 3_600],
    ])
  })
})

describe('a verdict decides by an observation', () => {
  const published = (change: object): Steps =>
    ({
      enclave: [
        {
          id: 'report-published',
          status: 'pass',
          evidence: [
            { kind: 'source', ref: { text: seen.source }, note: { text: 'observed at 2026-03-01T10:00:00Z' } },
          ],
          ...change,
        },
      ],
      workload: [],
      verdict: { inForce: true },
    }) as unknown as Steps

  it('that its first check names by source and second', () => {
    expect(decidesBy(published({}), capture)).toBe(true)
  })

  it.each([
    [
      'another source',
      { evidence: [{ kind: 'source', ref: { text: 'x' }, note: { text: 'observed at 2026-03-01T10:00:00Z' } }] },
    ],
    [
      'another second',
      {
        evidence: [{ kind: 'source', ref: { text: seen.source }, note: { text: 'observed at 2026-03-01T10:00:01Z' } }],
      },
    ],
    ['a check that did not pass', { status: 'absent' }],
    ['no evidence', { evidence: [] }],
  ])('not by %s', (_, change) => {
    expect(decidesBy(published(change), capture)).toBe(false)
  })

  it('not where it was superseded', () => {
    const steps = { ...published({}), verdict: { inForce: false } } as unknown as Steps
    expect(decidesBy(steps, capture)).toBe(false)
  })
})

describe('words', () => {
  it.each([
    [0, 'within the same second'],
    [-59, '59 s before'],
    [200, '3 min 20 s after'],
    [-7_200, '2 h before'],
    [93_600, '1 d 2 h after'],
    [86_405, '1 d after'],
  ])('%i seconds are %s', (seconds, words) => {
    expect(describeDistance(seconds)).toBe(words)
  })

  it('the worst of no steps is none', () => {
    expect(worstOf([])).toBe('waiting')
  })
})
