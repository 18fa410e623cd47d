import { describe, expect, it } from 'vitest'
import { CHECK_TITLES, CHECKS, QUESTION_TITLES } from './registry.js'
import { type Cells, doesNotProve, toCells, toSentence } from './sentence.js'
import { OUTCOMES, QUESTIONS, type QuestionId, type Status } from './verdict.js'

function cells(changes: Partial<Cells> = {}): Cells {
  const bill: Cells = {
    payment: 'pass',
    signature: 'pass',
    opening: 'absent',
    content: 'absent',
    enclave: 'absent',
    workload: 'absent',
  }
  return { ...bill, ...changes }
}
function questionsOf(of: Cells): { id: QuestionId; status: Status }[] {
  return QUESTIONS.map((id) => ({ id, status: of[id] }))
}

describe('sentence', () => {
  it('says what each outcome means', () => {
    const said = ['pending' as const, ...OUTCOMES].map((outcome) => [outcome, toSentence(outcome, cells(), 'provider')])
    expect(Object.fromEntries(said)).toMatchInlineSnapshot(`
      {
        "failed": "Failed: evidence of the provider is wrong.",
        "paid": "Paid. No evidence is published that proves more than the bill.",
        "partial": "Partly established.",
        "pending": "Waiting: nobody has looked at this bill yet.",
        "rejected": "Refused by the contract. Nothing was paid.",
        "relayed": "Relay verified: this proves which endpoint was called, not which model ran.",
        "unavailable": "Could not check the payment or its signature. This accuses nobody and is tried again.",
        "verified": "Inference verified.",
      }
    `)
  })

  it.each<[Partial<Cells>, string]>([
    [{ opening: 'pass' }, 'The list of requests adds up to the bill. Its contents are not published in full.'],
    [
      { opening: 'pass', content: 'pass' },
      'Requests and responses match the bill and its key. Where the key is held is not proven.',
    ],
    [{ enclave: 'pass' }, 'The bill was signed in a genuine enclave. Its contents are not published.'],
    [
      { opening: 'pass', content: 'pass', enclave: 'pass' },
      'The bytes are bound to a genuine enclave whose code is not known.',
    ],
    [
      { opening: 'pass', enclave: 'pass' },
      'The bill was signed in a genuine enclave and its list of requests adds up. Its contents are not published in full.',
    ],
    [{ workload: 'pass' }, 'The measured code is known. What it answered is not published.'],
    [{ content: 'pass' }, 'Requests and responses match the bill and its key. Where the key is held is not proven.'],
    [{}, 'Partly established.'],
  ])('of a partial verdict comes from its cells: %j', (changes, sentence) => {
    expect(toSentence('partial', cells(changes))).toBe(sentence)
  })

  it('names what could not be checked', () => {
    expect(toSentence('unavailable', cells({ opening: 'unavailable', content: 'unavailable' }))).toBe(
      'Could not check the list of requests and the contents. This accuses nobody and is tried again.',
    )
    expect(toSentence('unavailable', cells({ payment: 'absent' }))).toContain('the payment or its signature')
    const said = (changes: Partial<Cells>) =>
      toSentence('unavailable', cells(changes)).split('check ')[1]?.split('. ')[0]
    expect(said({ payment: 'unavailable' })).toBe('the payment')
    expect(said({ signature: 'unavailable', enclave: 'unavailable', workload: 'unavailable' })).toBe(
      'the signature of the bill, the enclave and the code and model',
    )
  })

  it('of a paid bill says what is published', () => {
    expect(toSentence('paid', cells({ opening: 'unavailable' }))).toBe('Paid.')
    expect(toSentence('paid', cells({ content: 'unavailable' }))).toBe('Paid.')
  })

  it('names whose evidence failed', () => {
    expect(toSentence('failed', cells(), 'payer')).toBe('Failed: evidence of the payer is wrong.')
  })

  it('never calls an agent or a score verified', () => {
    for (const outcome of OUTCOMES) expect(toSentence(outcome, cells())).not.toMatch(/agent|score|trust/i)
  })
})

describe('what is not proven', () => {
  it('is said even of a verdict in which everything passes', () => {
    const all = cells({ payment: 'pass', opening: 'pass', content: 'pass', enclave: 'pass', workload: 'pass' })
    expect(doesNotProve(questionsOf(all))).toHaveLength(3)
    expect(doesNotProve(questionsOf(all)).join(' ')).toContain('those of earlier opened bills alone')
  })

  it('says that a payment was not found in its block, and only then', () => {
    expect(doesNotProve(questionsOf(cells({ payment: 'unavailable' }))).join(' ')).toContain('part of its block')
    expect(doesNotProve(questionsOf(cells({ payment: 'pass' }))).join(' ')).not.toContain('part of its block')
  })

  it('is one text for each question, whole', () => {
    const passing = cells({ opening: 'pass', content: 'pass', enclave: 'pass', workload: 'pass' })
    expect(doesNotProve(questionsOf(passing))).toEqual([
      'Which bytes belong to which request id, beyond what fees and signatures settle: that is the publisher’s word.',
      'That no other bill rests on the same answers: signatures are compared with those of earlier opened bills alone.',
      'That nobody attacked the enclave physically.',
    ])
    expect(doesNotProve(questionsOf(cells({ payment: 'absent' })))).toEqual([
      'Which requests the bill stands for: no published list recomputes to it.',
      'What was asked and answered: the bytes are not established in full.',
      'That the signing key is held by a genuine enclave: no report has been verified.',
      'Which code and which model ran: the model’s name is a claim.',
      'That the payment is part of its block: no receipt was recomputed to it.',
    ])
  })

  it('grows with every question that does not pass', () => {
    expect(doesNotProve(questionsOf(cells()))).toHaveLength(4)
    expect(doesNotProve(questionsOf(cells())).join(' ')).toMatch(/genuine enclave: no report/)
  })
})

describe('registry', () => {
  it('has a title for every question and an id of its own for every check', () => {
    expect(Object.keys(QUESTION_TITLES)).toEqual([...QUESTIONS])
    expect(Object.keys(CHECK_TITLES)).toHaveLength(CHECKS.length)
  })

  it('calls a question that nobody answered absent', () => {
    expect(toCells([])).toEqual(Object.fromEntries(QUESTIONS.map((id) => [id, 'absent'])))
  })
})
