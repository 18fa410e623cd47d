import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absent, failed, passed, unavailable } from './check.js'
import { conclude, isRejected, REQUIRED_CHECKS } from './conclude.js'
import type { CheckId } from './registry.js'
import { type Check, OUTCOMES, type Outcome, QUESTIONS, type QuestionId, STATUSES, type Status } from './verdict.js'

type Cells = Record<QuestionId, Status>

function check(id: CheckId, status: Status): Check {
  switch (status) {
    case 'pass':
      return passed(id)
    case 'fail':
      return failed(id, 'provider', 'wrong')
    case 'unavailable':
      return unavailable(id, 'could not look')
    case 'absent':
      return absent(id, 'nothing there')
  }
}

/** Checks that make the six questions have those statuses. */
function checksFor(cells: Cells): Check[] {
  return QUESTIONS.flatMap((question) =>
    (REQUIRED_CHECKS.settlement[question] ?? []).map((id, at) => check(id, at === 0 ? cells[question] : 'pass')),
  )
}

function settle(checks: readonly Check[], status = 0): Outcome {
  return conclude({ kind: 'settlement', status }, checks).outcome
}

/** The table of outcomes once more, written as sentences about cells. */
function outcomeInWords(cells: Cells, isRelay: boolean): Outcome {
  const all = Object.values(cells)
  const { workload, payment, signature, ...rest } = cells
  if (all.includes('fail')) return 'failed'
  if (all.every((status) => status === 'pass')) return isRelay ? 'relayed' : 'verified'
  if (isRelay && [payment, signature, ...Object.values(rest)].every((status) => status === 'pass')) return 'relayed'
  if (all.includes('unavailable')) return 'unavailable'
  if (payment === 'absent' || signature === 'absent') return 'unavailable'
  return [workload, ...Object.values(rest)].includes('pass') ? 'partial' : 'paid'
}

const everyCells: Cells[] = STATUSES.flatMap((payment) =>
  STATUSES.flatMap((signature) =>
    STATUSES.flatMap((opening) =>
      STATUSES.flatMap((content) =>
        STATUSES.flatMap((enclave) =>
          STATUSES.map((workload) => ({ payment, signature, opening, content, enclave, workload })),
        ),
      ),
    ),
  ),
)

describe('outcome of a settlement', () => {
  it('follows the table for all 4096 combinations of an accepted bill', () => {
    expect(everyCells).toHaveLength(4096)
    const wrong = everyCells.filter((cells) => {
      const { questions, outcome } = conclude({ kind: 'settlement', status: 0 }, checksFor(cells))
      return questions.some(({ id, status }) => status !== cells[id]) || outcome !== outcomeInWords(cells, false)
    })
    expect(wrong).toEqual([])
  })

  it('follows the table for all 4096 combinations of a known relay', () => {
    const wrong = everyCells.filter(
      (cells) => settle([...checksFor(cells), passed('relay-endpoint')], 1) !== outcomeInWords(cells, true),
    )
    expect(wrong).toEqual([])
  })

  it('is rejected for all 4096 combinations of a refused bill', () => {
    const wrong = everyCells.filter((cells, at) => {
      const { outcome, fault } = conclude({ kind: 'settlement', status: 2 + (at % 4) }, checksFor(cells))
      return outcome !== 'rejected' || fault !== undefined
    })
    expect(wrong).toEqual([])
  })

  it('is verified for one combination only', () => {
    const verified = everyCells.filter((cells) => settle(checksFor(cells)) === 'verified')
    expect(verified).toEqual([Object.fromEntries(QUESTIONS.map((id) => [id, 'pass']))])
  })

  it('never gets better when a check gets worse or is left out', () => {
    const greenness: Outcome[] = ['failed', 'unavailable', 'paid', 'partial', 'relayed', 'verified']
    const badness: Status[] = ['pass', 'absent', 'unavailable', 'fail']
    const ids = [...Object.values(REQUIRED_CHECKS.settlement).flat(), 'relay-endpoint' as const]
    const statuses = fc.array(fc.constantFrom<Status>('pass', 'pass', 'pass', 'absent', 'unavailable', 'fail'), {
      minLength: ids.length,
      maxLength: ids.length,
    })
    fc.assert(
      fc.property(statuses, fc.nat(ids.length - 2), fc.constantFrom(...badness), (list, at, other) => {
        const before = ids.map((id, index) => check(id, list[index] ?? 'absent'))
        const id = ids[at]
        const old = list[at]
        if (id === undefined || old === undefined || badness.indexOf(other) < badness.indexOf(old)) return
        const worse = before.with(at, check(id, other))
        const rank = greenness.indexOf(settle(before))
        expect(greenness.indexOf(settle(worse))).toBeLessThanOrEqual(rank)
        const without = before.filter((_, index) => index !== at)
        if (old === 'pass') expect(greenness.indexOf(settle(without))).toBeLessThanOrEqual(rank)
      }),
      { numRuns: 1500 },
    )
  })

  it('has a word for each', () => {
    const reached = new Set(everyCells.map((cells) => settle(checksFor(cells))))
    reached.add(settle([], 3))
    const allButWorkload = { ...everyCells.at(-1), workload: 'absent' } as Cells
    reached.add(settle([...checksFor(allButWorkload), passed('relay-endpoint')]))
    expect([...reached].sort()).toEqual([...OUTCOMES].sort())
  })
})

describe('question', () => {
  const passing = checksFor(Object.fromEntries(QUESTIONS.map((id) => [id, 'pass'])) as Cells)

  it.each(Object.values(REQUIRED_CHECKS.settlement).flat())('does not pass without %s', (id) => {
    const { questions, outcome } = conclude(
      { kind: 'settlement', status: 0 },
      passing.filter((made) => made.id !== id),
    )
    const open = questions.filter(({ status }) => status !== 'pass')
    expect(open).toHaveLength(1)
    expect(open[0]).toMatchObject({ status: 'absent', reason: expect.stringMatching(/^Not looked at: /) })
    expect(outcome).not.toBe('verified')
  })

  it('carries reason and fault of its worst check', () => {
    const checks = [absent('requests-hash', 'b'), failed('fee-sum', 'payer', 'a'), unavailable('single-reading', 'c')]
    const { questions, fault } = conclude({ kind: 'settlement', status: 0 }, checks)
    expect(questions[2]).toMatchObject({ id: 'opening', status: 'fail', fault: 'payer', reason: 'a', checks })
    expect(fault).toBe('payer')
  })

  it('says why nobody looked at a refused bill', () => {
    const { questions } = conclude({ kind: 'settlement', status: 4 }, [])
    expect(questions.map(({ status, reason }) => [status, reason])).toEqual(
      QUESTIONS.map(() => ['absent', 'Refused by the contract.']),
    )
  })

  it('is not answered by nothing', () => {
    expect(settle([])).toBe('unavailable')
  })
})

describe('a fact', () => {
  const green = everyCells.find((cells) => Object.values(cells).every((status) => status === 'pass'))
  if (green === undefined) throw new Error('one combination is all green')

  it('that holds makes a relay of six passes, and nothing else does', () => {
    expect(settle(checksFor(green))).toBe('verified')
    expect(settle([...checksFor(green), passed('relay-endpoint')])).toBe('relayed')
    const named = [...checksFor({ ...green, workload: 'absent' }), absent('relay-endpoint', 'no')]
    expect(settle(named)).toBe('partial')
  })

  it('that is not there leaves its question alone', () => {
    const { questions, outcome } = conclude({ kind: 'settlement', status: 0 }, [
      ...checksFor(green),
      absent('relay-endpoint', 'no relay'),
    ])
    expect([outcome, questions.at(-1)?.status]).toEqual(['verified', 'pass'])
  })

  it.each([
    [failed('relay-endpoint', 'provider', 'why'), 'failed', 'fail'],
    [unavailable('relay-endpoint', 'why'), 'unavailable', 'unavailable'],
  ] as const)('that accuses or could not be looked at counts', (fact, outcome, status) => {
    const found = conclude({ kind: 'settlement', status: 0 }, [...checksFor(green), fact])
    expect([found.outcome, found.questions.at(-1)?.status]).toEqual([outcome, status])
    expect(found.questions.at(-1)?.reason).toBe('why')
  })
})

describe('a part of a settlement by itself', () => {
  const subject = { kind: 'chat-signature' } as const
  const parts = ['request-bytes', 'response-bytes', 'response-signature'] as const
  const judge = (...statuses: [Status, Status, Status]) =>
    conclude(
      subject,
      parts.map((id, at) => check(id, statuses[at] ?? 'absent')),
    )

  it('is verified, partial, open or failed, never paid or relayed', () => {
    expect(judge('pass', 'pass', 'pass').outcome).toBe('verified')
    expect(judge('pass', 'absent', 'pass').outcome).toBe('partial')
    expect(judge('pass', 'absent', 'unavailable').outcome).toBe('unavailable')
    expect(judge('fail', 'absent', 'unavailable')).toMatchObject({ outcome: 'failed', fault: 'provider' })
    expect(judge('pass', 'pass', 'pass')).not.toHaveProperty('fault')
    expect(conclude(subject, [])).toMatchObject({ outcome: 'partial' })
  })

  it('asks the questions of its kind alone', () => {
    const asked = (kind: 'trail' | 'enclave-report' | 'chat-signature') =>
      conclude({ kind }, []).questions.map(({ id, status, reason }) => [id, status, reason])
    expect(asked('trail')).toEqual([
      ['opening', 'absent', 'Not looked at: every request is well-formed and its fees add up.'],
      ['content', 'absent', 'Not looked at: every request is published and has the signed digest.'],
    ])
    expect(asked('enclave-report').map(([id]) => id)).toEqual(['enclave'])
    expect(asked('chat-signature').map(([id]) => id)).toEqual(['content'])
  })

  it('carries a fault and a reason where its question has one', () => {
    const [failing] = judge('fail', 'pass', 'pass').questions
    expect(failing).toMatchObject({ status: 'fail', fault: 'provider', reason: 'wrong' })
    const [open] = judge('absent', 'pass', 'pass').questions
    expect(Object.keys(open ?? {}).sort()).toEqual(['checks', 'id', 'reason', 'status'])
  })
})

describe('a bug of ours', () => {
  it('is an unknown check, one made twice, one under another question', () => {
    const known = passed('fee-sum')
    expect(() => settle([{ ...known, id: 'fee-total' }])).toThrow('No check has the id "fee-total"')
    expect(() => settle([known, known])).toThrow('"fee-sum" was made twice')
    expect(() => settle([{ ...known, question: 'payment' }])).toThrow('"fee-sum" belongs to opening, not to payment')
  })
})

it('knows which results refuse', () => {
  expect([0, 1, 2, 3, 4, 5, 6].filter(isRejected)).toEqual([2, 3, 4, 5])
})
