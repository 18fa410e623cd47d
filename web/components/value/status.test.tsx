import { describe, expect, it } from 'vitest'
import type { Fault, Outcome } from '../../lib/generated/graphql'
import type { CellStatus } from '../../lib/status'
import { GREEN, toMarkup } from '../../testing/markup'
import { OutcomePill, StatusCell, StatusWord } from './status'

const OUTCOMES: readonly [Outcome, Fault | null, string][] = [
  ['verified', null, 'Inference verified'],
  ['relayed', null, 'Relay verified'],
  ['partial', null, 'Partly established'],
  ['paid', null, 'Paid. No evidence published'],
  ['pending', null, 'Waiting'],
  ['unavailable', null, 'Could not check'],
  ['rejected', null, 'Refused by the contract'],
  ['failed', null, 'Failed'],
  ['failed', 'provider', 'Failed: provider’s evidence'],
  ['failed', 'payer', 'Failed: payer’s evidence'],
]
const STATUSES: readonly [CellStatus, Fault | null, string][] = [
  ['pass', null, 'Passed'],
  ['absent', null, 'Not published'],
  ['unavailable', null, 'Could not check'],
  ['waiting', null, 'Waiting'],
  ['fail', null, 'Failed'],
  ['fail', 'provider', 'Failed: provider’s evidence'],
  ['fail', 'payer', 'Failed: payer’s evidence'],
]
const shapeOf = (html: string) => /href="#(i-[a-z]+)"/.exec(html)?.[1]

describe('the pill of an outcome', () => {
  it.each(OUTCOMES)('%s %s: %s', (outcome, fault, words) => {
    const { html, text } = toMarkup(<OutcomePill outcome={outcome} fault={fault} />)
    expect(text).toBe(words)
    expect(html).toContain('aria-hidden="true"')
    expect(GREEN.test(html)).toBe(outcome === 'verified')
  })

  it('has a shape that no other has', () => {
    const shapes = OUTCOMES.filter(([, fault]) => fault === null).map(([outcome]) =>
      shapeOf(toMarkup(<OutcomePill outcome={outcome} fault={null} />).html),
    )
    expect(new Set(shapes).size).toBe(8)
  })
})

describe('a status', () => {
  it.each(STATUSES)('%s %s: %s', (status, fault, words) => {
    const word = toMarkup(<StatusWord status={status} fault={fault} />)
    expect(word.text).toBe(words)
    expect(GREEN.test(word.html)).toBe(status === 'pass')
    const cell = toMarkup(<StatusCell question="enclave" status={status} fault={fault} />)
    expect(cell.text).toBe(`Enclave: ${words}`)
    expect(cell.html).toContain('class="sr-only"')
    expect(GREEN.test(cell.html)).toBe(status === 'pass')
  })

  it('has a shape that no other has', () => {
    const shapes = STATUSES.filter(([, fault]) => fault === null).map(([status]) =>
      shapeOf(toMarkup(<StatusWord status={status} fault={null} />).html),
    )
    expect(new Set(shapes).size).toBe(5)
  })
})
