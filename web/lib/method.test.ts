import { CHECKS } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { METHOD } from './method'

describe('the method', () => {
  it('has every check of the verifier once, under its question', () => {
    const shown = METHOD.flatMap(({ id, checks }) => checks.map((check) => `${id} ${check.id}`))
    expect(shown.sort()).toEqual(CHECKS.map((check) => `${check.question} ${check.id}`).sort())
  })

  it('says of each question what it proves, what not, and from where', () => {
    for (const { proves, not, source } of METHOD)
      for (const text of [proves, not, source]) expect(text).toMatch(/^[A-Z].{20,}\.$/)
  })
})
