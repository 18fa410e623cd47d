import { describe, expect, it } from 'vitest'
import type { SettlementRowFragment, Status } from '../../lib/generated/graphql'
import { QUESTIONS } from '../../lib/questions'
import type { Bar } from '../../lib/shares'
import { STATUS_WORDS } from '../../lib/status'
import { GREEN, toMarkup } from '../../testing/markup'
import { BarTable } from './bar-table'
import { SettlementTable } from './settlement-table'
import { ShareTable } from './share-table'

function row(statuses: readonly (Status | null)[], more: Partial<SettlementRowFragment> = {}): SettlementRowFragment {
  return {
    id: '16688-0x1-0',
    outcome: 'paid',
    sentence: '',
    fault: null,
    amount: '1',
    payer: `0x${'1'.repeat(40)}`,
    provider: `0x${'2'.repeat(40)}`,
    blockNumber: 1_204_551,
    blockTime: '2026-10-07T14:02:11Z',
    finality: 'hot',
    questions: QUESTIONS.slice(0, statuses.length).map((id, at) => ({ id, status: statuses[at] ?? null, fault: null })),
    ...more,
  }
}

describe('a row of the history', () => {
  it('has six cells in words, in the order of the questions; what is missing waits', () => {
    const settlements = [row(['pass', 'fail', 'unavailable', 'absent'])]
    const { html, text } = toMarkup(<SettlementTable settlements={settlements} parties={['payer']} caption="All" />)
    const cells = [...html.matchAll(/<span class="sr-only">((?:[A-Z][a-z]+): [^<]+)</g)].map((match) => match[1])
    expect(cells).toEqual([
      'Payment: Passed',
      'Signature: Failed',
      'Opening: Could not check',
      'Content: Not published',
      'Enclave: Waiting',
      'Workload: Waiting',
    ])
    expect(html.match(new RegExp(GREEN, 'g'))).toHaveLength(2)
    expect(text).toContain('1 204 551 not final')
    expect(html).toContain('href="/settlements/16688-0x1-0"')
  })

  it('is set apart where the contract refused', () => {
    const settlements = [row([], { outcome: 'rejected' })]
    const { html } = toMarkup(<SettlementTable settlements={settlements} parties={[]} caption="All" />)
    expect(html).toContain('row-rejected')
    expect(html).not.toMatch(GREEN)
  })
})

describe('a chart as a table', () => {
  const bar = (more: Partial<Bar>): Bar => ({
    ...{ from: 0, until: 3_600_000, pass: 0, fail: 0, unavailable: 0, absent: 0, waiting: 0 },
    ...more,
  })

  it('says what is not known by a question mark, and never 0 for something', () => {
    const bars = [bar({ pass: 1_204 }), bar({ gap: true, from: 3_600_000 })]
    const { html, text } = toMarkup(<BarTable bars={bars} by="count" words={STATUS_WORDS} />)
    expect(html.match(/<th scope="col"/g)).toHaveLength(6)
    expect(html.match(/<td[^>]*>\?<\/td>/g)).toHaveLength(5)
    expect(text).toContain('1970-01-01 00:00:001 204')
    expect(text).toContain('1970-01-01 01:00:00 (not indexed yet)')
    expect(toMarkup(<BarTable bars={[bar({ fail: 1e-12 })]} by="money" words={STATUS_WORDS} />).text).toContain(
      '< 0.000000001',
    )
  })

  it('draws no green where nothing passed', () => {
    const cells = [{ question: 'content' as const, status: 'fail' as const, settlements: '2', amount: '2' }]
    const shares = { settlements: '2', amount: '2', judged: '2', judgedAmount: '2', cells }
    const { html, text } = toMarkup(<ShareTable shares={shares} />)
    expect(text).toContain('Share of 2 payments')
    expect(html).toMatch(/width="100" height="4" class="fill-fail"/)
    expect(html).not.toMatch(/width="[1-9]\d*" height="4" class="fill-pass"/)
  })
})
