import { describe, expect, it } from 'vitest'
import type { SettlementDetails } from '../../lib/api'
import type { Fault, Status } from '../../lib/generated/graphql'
import { GREEN, toMarkup } from '../../testing/markup'
import { CheckRow } from './check-row'
import { Checklist } from './checklist'
import { Comparison } from './comparison'
import { SettlementHeader } from './settlement-header'

type Check = SettlementDetails['questions'][number]['checks'][number]

function check(status: Status, more: Partial<Check> = {}): Check {
  return {
    id: `is-${status}`,
    question: 'content',
    title: `It ${status}s`,
    status,
    fault: null,
    reason: null,
    expected: null,
    found: null,
    evidence: [],
    ...more,
  }
}

function settlement(status: Status | null, checks: Check[], more: Partial<SettlementDetails> = {}): SettlementDetails {
  const question = { id: 'content', title: 'Are these the bytes?', status, fault: null, reason: null, checks }
  const facts = { id: '16688-0x1-0', amount: '1', payer: '0x1', provider: '0x2', service: null, blockNumber: 7 }
  const words = { sentence: 'Nothing is said.', outcome: 'pending', fault: null, verdict: null, finality: 'hot' }
  return { ...facts, ...words, questions: [question], ...more } as unknown as SettlementDetails
}

const asked = ({ questions }: SettlementDetails) => ({ questions, observations: [] })

describe('a check', () => {
  it.each([
    ['pass', null, 'Passed', false],
    ['fail', 'payer', 'Failed: payer’s evidence', true],
    ['unavailable', null, 'Could not check', true],
    ['absent', null, 'Not published', false],
  ] as const)('%s: in words, green only if it passed, open if it has to be read', (status, fault, words, open) => {
    const { html, text } = toMarkup(<CheckRow check={check(status, { fault: fault as Fault | null })} />)
    expect(text).toBe(`It ${status}s${words}`)
    expect(GREEN.test(html)).toBe(status === 'pass')
    expect(html.includes(' open=""')).toBe(open)
  })
})

describe('the six questions', () => {
  it('stand in their order; of what nobody asked yet it says so, without green', () => {
    const { html, text } = toMarkup(<Checklist {...asked(settlement(null, []))} />)
    const ids = [...html.matchAll(/<li id="([a-z]+)"/g)].map((match) => match[1])
    expect(ids).toEqual(['payment', 'signature', 'opening', 'content', 'enclave', 'workload'])
    expect(text.match(/Waiting/g)).toHaveLength(6)
    expect(text).toContain('Nobody has looked at this yet.')
    expect(html).not.toMatch(GREEN)
  })

  it('show the worst check first', () => {
    const checks = [check('pass'), check('absent'), check('fail'), check('unavailable')]
    const { text } = toMarkup(<Checklist {...asked(settlement('fail', checks))} />)
    const at = ['It fails', 'It unavailables', 'It absents', 'It passs'].map((title) => text.indexOf(title))
    expect(at.every((place, index) => place > (at[index - 1] ?? -1))).toBe(true)
  })
})

describe('expected and found', () => {
  it('marks the first character that differs, in both', () => {
    const { html } = toMarkup(<Comparison expected="0xab1" found="0xac1" />)
    expect(html).toContain('<span class="same">0xa</span><mark>b</mark>1')
    expect(html).toContain('<span class="same">0xa</span><mark>c</mark>1')
  })

  it('marks where the shorter one ends, and nothing in what passed or is equal', () => {
    expect(toMarkup(<Comparison expected="abc" found="ab" />).text).toContain('ends here')
    expect(toMarkup(<Comparison expected="a or b" found="a" passed />).html).not.toContain('<mark')
    expect(toMarkup(<Comparison expected="a" found="a" />).html).not.toContain('<mark')
  })

  it('shows the side that is there, and what hides by its code point', () => {
    expect(toMarkup(<Comparison expected={null} found={'a\u202eb'} />).text).toBe('founda[U+202E]b')
    expect(toMarkup(<Comparison expected={'a'.repeat(2_001)} found={null} />).text).toContain('… (1 more characters)')
  })
})

describe('the verdict', () => {
  it('is a sentence, a pill and why it failed', () => {
    const reason = { text: 'The sha256 differs.' }
    const failed = settlement('fail', [], { outcome: 'failed', fault: 'provider', sentence: 'Failed: other bytes.' })
    const [question] = failed.questions
    const questions = [{ ...question, reason }] as unknown as SettlementDetails['questions']
    const { html, text } = toMarkup(<SettlementHeader settlement={{ ...failed, questions }} now={0} />)
    expect(html).toMatch(/<h1[^>]*><bdi class="untrusted">Failed: other bytes\.<\/bdi><\/h1>/)
    expect(text).toContain('Are these the bytes? The sha256 differs.')
    expect(text).toContain('Failed: provider’s evidence')
    expect(html).not.toMatch(GREEN)
  })

  it('is missing in words', () => {
    const { html, text } = toMarkup(<SettlementHeader settlement={settlement(null, [])} now={0} />)
    for (const words of ['no verdict yet', 'Waiting', 'not final yet', 'unknown']) expect(text).toContain(words)
    expect(html).not.toMatch(GREEN)
  })
})
