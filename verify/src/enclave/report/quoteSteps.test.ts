import { describe, expect, it } from 'vitest'
import { sgxQuote, tdxQuote } from '../../../testing/reports.js'
import type { QuoteJudgement } from '../quote/types.js'
import { checkQuote, notLookedAt } from './quoteSteps.js'

const STEPS = ['quote-form', 'quote-chain', 'collateral-valid', 'tcb-not-revoked', 'module-identity', 'td-attributes']
const platform = { root: 'Root', verifiers: ['a', 'b'], tcbStatus: 'UpToDate', advisories: [], ppid: '', fmspc: '' }

function wordsOf(judgement: QuoteJudgement) {
  const checks = checkQuote(judgement)
  expect(checks.map(({ id, question }) => [id, question])).toEqual(STEPS.map((step) => [step, 'enclave']))
  return checks.map(({ status, reason, expected, found }) =>
    [status, reason, expected, found].filter((part) => part !== undefined).join(' | '),
  )
}

describe('checks of a quote', () => {
  it('pass with what was found', () => {
    const common = ['pass | Root', 'pass | by a, b', 'pass | UpToDate']
    expect(wordsOf({ kind: 'genuine', quote: tdxQuote(), ...platform })).toEqual([
      'pass | TDX quote, version 4',
      ...common,
      'pass | as the collateral describes it',
      'pass | debug off',
    ])
    expect(wordsOf({ kind: 'genuine', quote: sgxQuote(), ...platform })).toEqual([
      'pass | SGX quote, version 3',
      ...common,
      'absent | A quote of an SGX enclave names no TDX module.',
      'pass | debug off',
    ])
  })

  it('pass up to where the quote was refused, and behind it nothing was looked at', () => {
    const shown = { expected: 'x', found: 'y' }
    const unseen = 'absent | Not looked at, the quote is not verified: Why.'
    expect(wordsOf({ kind: 'refused', step: 'collateral-valid', why: 'Why.', ...shown })).toEqual([
      ...['pass', 'pass', 'fail | Why. | x | y', unseen, unseen, unseen],
    ])
    expect(wordsOf({ kind: 'refused', step: 'td-attributes', why: 'Why.' })).toEqual([
      ...new Array(5).fill('pass'),
      'fail | Why.',
    ])
    expect(checkQuote({ kind: 'refused', step: 'quote-form', why: 'Why.' })[0]).toEqual({
      ...{ id: 'quote-form', question: 'enclave', status: 'fail', fault: 'provider', reason: 'Why.', evidence: [] },
    })
  })

  it('are open where it could not be judged, and from there on', () => {
    const unseen = 'unavailable | Not looked at, the quote is not verified: Why.'
    expect(wordsOf({ kind: 'unavailable', step: 'quote-chain', why: 'Why.' })).toEqual([
      ...['pass', 'unavailable | Why.', unseen, unseen, unseen, unseen],
    ])
    const absent = 'absent | Not looked at, the quote is not verified: Why.'
    expect(wordsOf({ kind: 'absent', step: 'quote-form', why: 'Why.' })).toEqual([
      ...['absent | Why.', absent, absent, absent, absent, absent],
    ])
  })

  it('that rest on the quote are open as it is', () => {
    const statuses = (['refused', 'absent', 'unavailable'] as const).map(
      (kind) => notLookedAt('report-data', { kind, step: 'quote-form', why: 'Why.' }).status,
    )
    expect(statuses).toEqual(['absent', 'absent', 'unavailable'])
  })
})
