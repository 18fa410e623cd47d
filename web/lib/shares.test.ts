import { describe, expect, it } from 'vitest'
import { GROUP } from './format'
import { describeQuestion, splitQuestion, summarise, toBars } from './shares'

const shares = {
  settlements: '10',
  amount: '1000',
  judged: '8',
  judgedAmount: '900',
  cells: [
    { question: 'content', status: 'pass', settlements: '5', amount: '400' },
    { question: 'content', status: 'fail', settlements: '2', amount: '300' },
    { question: 'content', status: 'absent', settlements: '1', amount: '200' },
    { question: 'opening', status: 'pass', settlements: '8', amount: '900' },
  ],
} as const

describe('shares of a question', () => {
  it('add up to the base: what waits is the rest', () => {
    const parts = splitQuestion(shares, 'content')
    expect(parts.waiting).toEqual({ settlements: 2n, amount: 100n })
    expect(Object.values(parts).reduce((sum, part) => sum + part.settlements, 0n)).toBe(10n)
    expect(Object.values(parts).reduce((sum, part) => sum + part.amount, 0n)).toBe(1000n)
  })

  it('calls nothing passed that has no cell', () => {
    expect(splitQuestion(shares, 'enclave').pass).toEqual({ settlements: 0n, amount: 0n })
    expect(splitQuestion(shares, 'enclave').waiting.settlements).toBe(10n)
  })

  it('never shows less than nothing waiting', () => {
    const odd = { ...shares, settlements: '1', amount: '1' }
    expect(splitQuestion(odd, 'content').waiting).toEqual({ settlements: 0n, amount: 0n })
  })
})

describe('sentences', () => {
  it('has the base, the failures and what waits', () => {
    const sentence = summarise(shares).replaceAll(GROUP, ' ')
    expect(sentence).toMatch(/^Of 10 payments \(< 0\.000000001 0G\), 80 % have a published list/)
    expect(sentence).toContain('Failed: 2 on content.')
    expect(sentence).toContain('2 wait for a verdict.')
  })

  it('claims nothing about nothing', () => {
    expect(summarise({ ...shares, settlements: '0' })).toBe('No payment counts for this history yet.')
  })

  it('says that nothing failed of what was judged alone, and of nothing judged that nothing is known', () => {
    const say = (judged: string) => summarise({ ...shares, judged, cells: [] }).replaceAll(GROUP, ' ')
    expect(say('10')).toMatch(/ Nothing failed\.$/)
    expect(say('8')).toMatch(/ Of 8 judged, nothing failed\. 2 wait for a verdict\.$/)
    expect(say('0')).toBe(
      'Of 10 payments (< 0.000000001 0G), none was judged yet: nothing is known to have passed or failed.',
    )
  })

  it('states the finding of the chart with its base, by count and by money', () => {
    const finding = (by: 'count' | 'money') => describeQuestion(shares, 'content', by).replaceAll(GROUP, ' ')
    expect(finding('count')).toBe('50 % of 10 payments have published bytes that match what was signed; 20 % failed')
    expect(finding('money')).toBe(
      '40 % of < 0.000000001 0G was spent on payments that have published bytes that match what was signed; 30 % failed',
    )
  })
})

describe('bars', () => {
  it('have a height for each status', () => {
    const point = { from: '2026-10-07T00:00:00Z', until: '2026-10-07T01:00:00Z', ...shares }
    const [bar] = toBars([point], 'content', 'count')
    expect(bar).toMatchObject({ pass: 5, fail: 2, absent: 1, unavailable: 0, waiting: 2 })
  })
})
