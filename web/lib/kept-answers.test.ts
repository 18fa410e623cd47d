import { describe, expect, it } from 'vitest'
import { KeptAnswers, nameKept } from './kept-answers'

const body = (size: number) => Buffer.alloc(size, 'x')

describe('answers kept for the time when the source is down', () => {
  it('are the newest ones, each with its time', () => {
    const answers = new KeptAnswers(10_000)
    answers.keep('a', Buffer.from('old'), 1)
    answers.keep('a', Buffer.from('new'), 2)
    expect(answers.find('a')).toEqual({ body: Buffer.from('new'), at: 2 })
    expect(answers.find('b')).toBeUndefined()
  })

  it('never take more than their limit, whatever is asked', () => {
    const answers = new KeptAnswers(10_000)
    for (let n = 0; n < 500; n += 1) {
      answers.keep(`${n}`, body((n * 977) % 4_000))
      expect(answers.size).toBeLessThanOrEqual(10_000)
    }
    expect(answers.find('499')).toBeDefined()
    expect(answers.find('0')).toBeUndefined()
  })

  it('go by when they were answered last', () => {
    const answers = new KeptAnswers(3_000)
    for (const key of ['a', 'b', 'a', 'c']) answers.keep(key, body(1_000))
    expect(answers.find('b')).toBeUndefined()
    expect(answers.find('a')).toBeDefined()
  })

  it('hold nothing older where the newest is too large', () => {
    const answers = new KeptAnswers(3_000)
    answers.keep('a', body(10))
    answers.keep('a', body(5_000))
    expect(answers.find('a')).toBeUndefined()
    expect(answers.size).toBe(0)
  })

  it('have names that do not meet', () => {
    expect(nameKept('ab', 'c')).not.toBe(nameKept('a', 'bc'))
    expect(nameKept('a', 'b')).toBe(nameKept('a', 'b'))
  })
})
