import { describe, expect, it } from 'vitest'
import type { AggregateFieldsFragment } from './generated/graphql'
import { describeSpend, toOutcomeBars } from './spend'

const point = (day: number, outcomes: AggregateFieldsFragment['outcomes'] | null): AggregateFieldsFragment => ({
  from: `2026-11-0${day}T00:00:00.000Z`,
  until: `2026-11-0${day + 1}T00:00:00.000Z`,
  complete: outcomes !== null,
  settlements: outcomes && String(outcomes.reduce((sum, cell) => sum + Number(cell.settlements), 0)),
  amount: outcomes && String(outcomes.reduce((sum, cell) => sum + BigInt(cell.amount), 0n)),
  outcomes: outcomes ?? [],
})
const cell = (outcome: AggregateFieldsFragment['outcomes'][number]['outcome'], settlements: string, ether: number) => ({
  ...{ outcome, settlements },
  amount: String(BigInt(ether) * 10n ** 18n),
})

describe('bars by outcome', () => {
  it('draw as verified nothing that is not, and leave out what the contract refused', () => {
    const all = ['relayed', 'partial', 'paid', 'pending', 'unavailable', 'failed', 'rejected'] as const
    const [bar] = toOutcomeBars(
      [
        point(
          1,
          all.map((outcome) => cell(outcome, '1', 1)),
        ),
      ],
      'count',
    )
    expect(bar).toMatchObject({ pass: 0, fail: 1, unavailable: 1, absent: 3, waiting: 1 })
  })

  it('tell what is not indexed from what is nothing', () => {
    const [none, unknown] = toOutcomeBars([point(1, []), point(2, null)], 'money')
    expect([none?.gap, unknown?.gap]).toEqual([undefined, true])
  })
})

describe('the finding', () => {
  it('is what was spent, of it verified and failed, and when most', () => {
    const points = [point(1, [cell('verified', '1', 1)]), point(2, [cell('failed', '1', 3)]), point(3, null)]
    expect(describeSpend(points, 'day').replaceAll('\u202f', ' ')).toBe(
      '4 0G in 3 days: 25 % verified, 75 % failed; most from 2026-11-02',
    )
  })

  it('does not take what is not known for nothing', () => {
    expect(describeSpend([point(1, null)], 'day')).toBe('Nothing of the last 1 day is indexed yet')
    expect(describeSpend([point(1, [])], 'hour')).toBe('Nothing was spent in the last 1 hour')
  })
})
