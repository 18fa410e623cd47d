import { describe, expect, it } from 'vitest'
import { drawPayer, drawProvider, drawSettlement } from './card-content'
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

describe('the card of a payer, and of a provider', () => {
  const cell = (question: 'content' | 'enclave', status: Status, settlements: string) => ({
    ...{ question, status, settlements, amount: settlements },
  })
  const shares = {
    ...{ settlements: '10', amount: '1000', judged: '10', judgedAmount: '1000' },
    cells: [cell('content', 'pass', '7'), cell('content', 'fail', '3'), cell('enclave', 'fail', '1')],
  }

  it('say what failed before what passed, and once', () => {
    const { sentence } = drawPayer({ address: '0x00', shares })
    expect(sentence).toMatch(/^Failed: 3 on content, 1 on enclave\. Of 10 payments/)
    expect(sentence.match(/Failed/g)).toHaveLength(1)
  })

  it('say before both that a label says more than is derived', () => {
    const provider = { address: '0x00', labelFinding: 'claims-more', shares }
    expect(drawProvider(provider).sentence).toMatch(/^Its label says more than is derived\. Failed: 3 on content/)
    expect(drawProvider({ ...provider, labelFinding: null }).sentence).toMatch(/^Failed: 3/)
  })

  it('begin with the base where nothing failed', () => {
    const { sentence } = drawPayer({ address: '0x00', shares: { ...shares, cells: [cell('content', 'pass', '10')] } })
    expect(sentence).toMatch(/^Of 10 payments .* Nothing failed\.$/)
  })
})
