import { describe, expect, it } from 'vitest'
import { isOfFinal } from './stats.js'

describe('a call counts as one of a final block', () => {
  it.each([
    [['0x5', false], true],
    [['0x6', false], false],
    [['latest', false], false],
    [[{ fromBlock: '0x1', toBlock: '0x5' }], true],
    [[{ fromBlock: '0x1', toBlock: '0x6' }], false],
    [[{ fromBlock: '0x1', toBlock: 'latest' }], false],
    [[`0x${'0'.repeat(63)}5`], false],
    [undefined, false],
  ])('%j: %s', (params, expected) => {
    expect(isOfFinal(5, params)).toBe(expected)
  })
})
