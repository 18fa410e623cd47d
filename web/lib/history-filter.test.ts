import { describe, expect, it } from 'vitest'
import { CELLS, isNarrowed, parseCell, toSettlementFilter, widen } from './history-filter'
import { readView } from './view'

describe('the conditions of a history', () => {
  it('are none where nothing was chosen', () => {
    expect(toSettlementFilter({ question: 'content', by: 'money' })).toBeNull()
  })

  it('hold all at once, and both days are in it', () => {
    const view = {
      outcome: 'failed',
      cell: 'content.fail',
      model: 'm',
      from: '2026-11-30',
      until: '2026-11-30',
    } as const
    expect(toSettlementFilter({ ...view, provider: `0x${'AB'.repeat(20)}` })).toEqual({
      outcome: ['failed'],
      questions: [{ question: 'content', status: ['fail'] }],
      model: 'm',
      provider: `0x${'ab'.repeat(20)}`,
      times: { from: '2026-11-30T00:00:00Z', until: '2026-12-01T00:00:00.000Z' },
    })
  })

  it.each(['content', 'content.', '.fail', 'content.fail.pass', 'content.waiting', 'x.fail', ''])(
    'a cell of %j is none',
    (text) => {
      expect(parseCell(text)).toBeUndefined()
    },
  )

  it('offers each question with each status once', () => {
    const all = CELLS.flatMap(({ cells }) => cells.map(({ value }) => value))
    expect(new Set(all).size).toBe(24)
    expect(all.every((value) => parseCell(value) !== undefined)).toBe(true)
  })

  it('are left out by widening, which keeps the chart', () => {
    const view = { question: 'content', by: 'money', every: 'hour', after: 'x', model: 'm' } as const
    expect(isNarrowed(widen(view))).toBe(false)
    expect(widen(view)).toEqual({ question: 'content', by: 'money', every: 'hour' })
  })
})

describe('the address', () => {
  it('keeps what can be read and drops the rest', async () => {
    const wrong = { cell: 'content.nothing', provider: '0x12', from: '2026-13-01', until: 'yesterday', every: 'week' }
    const parsed = await readView(Promise.resolve({ ...wrong, model: 'm', by: 'money' }))
    expect(toSettlementFilter(parsed)).toEqual({ model: 'm' })
    expect(parsed.by).toBe('money')
  })

  it('takes a day that no month has for the one after it, not for an error', async () => {
    const { until } = await readView(Promise.resolve({ until: '2026-02-31' }))
    expect(() => toSettlementFilter({ until })).not.toThrow()
  })
})
