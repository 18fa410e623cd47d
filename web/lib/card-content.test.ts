import { describe, expect, it } from 'vitest'
import { drawSettlement } from './card-content'
import type { Fault, Outcome, Status } from './generated/graphql'
import { QUESTIONS } from './questions'
import { OUTCOME_LOOK } from './status'

const draw = (outcome: Outcome, statuses: (Status | null)[], more: object = {}) =>
  drawSettlement({
    ...{ id: '1-0x00-0', sentence: 'A sentence.', outcome, fault: null as Fault | null, finality: 'final' as const },
    questions: QUESTIONS.map((id, at) => ({ id, status: statuses[at] ?? null, fault: null })),
    ...more,
  })

describe('the card of a settlement', () => {
  it('is green where something passed and nowhere else', () => {
    const { questions = [] } = draw('partial', ['pass', 'fail', 'unavailable', 'absent', null, 'pass'])
    expect(questions.map(({ tone }) => tone === 'verified')).toEqual([true, false, false, false, false, true])
    expect(questions.map(({ text }) => text)).toEqual([
      ...['Payment: Passed', 'Signature: Failed', 'Opening: Could not check', 'Content: Not published'],
      ...['Enclave: Waiting', 'Workload: Passed'],
    ])
    for (const outcome of Object.keys(OUTCOME_LOOK) as Outcome[])
      expect([outcome, draw(outcome, []).verdict?.tone === 'verified']).toEqual([outcome, outcome === 'verified'])
  })

  it('says whose evidence failed, and that a block is not final', () => {
    const failed = draw('failed', ['fail'], { fault: 'provider', finality: 'hot' })
    expect(failed.verdict?.text).toBe("Failed: provider's evidence")
    expect(failed.sentence).toBe('A sentence. Its block is not final yet.')
  })
})
