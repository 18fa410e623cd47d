import { describe, expect, it } from 'vitest'
import { RangeSize } from './rangeSize.js'

describe('the size of a range', () => {
  it('grows while there is little to find, and stops growing where there is much', () => {
    const size = new RangeSize()
    for (let n = 0; n < 4; n++) size.noteAnswer(size.blocks, 3, 20)
    expect(size.blocks).toBe(100_000)
    size.noteAnswer(100_000, 20_000, 20)
    expect(size.blocks).toBe(10_000)
    size.noteAnswer(10_000, 2_000, 20)
    expect(size.blocks).toBe(10_000)
    size.noteAnswer(10_000, 0, 6_000)
    expect(size.blocks).toBe(5_000)
    size.noteAnswer(10, 0, 20)
    expect(size.blocks).toBe(5_000)
  })

  it('follows what was found also where the answer was slow', () => {
    const size = new RangeSize()
    size.noteAnswer(size.blocks, 15_000, 10_000)
    expect(size.blocks).toBe(13)
  })

  it('is at its largest after two answers with nothing', () => {
    const size = new RangeSize()
    expect(size.blocks).toBe(100)
    size.noteAnswer(100, 0, 20)
    expect(size.blocks).toBe(16_000)
    size.noteAnswer(16_000, 0, 20)
    expect(size.blocks).toBe(100_000)
  })

  it.each([
    ['eth_getLogs is limited to a 1,000 range', 1_000],
    ['Log range too wide: up to a 1K block range', 1_000],
    ['exceed maximum block range: 500', 500],
    ['range is too large, max is 1k blocks', 1_000],
    ['query returned more than 10000 results', 1_000],
    ['block range too large', 1_000],
  ])('takes what %j says', (why, expected) => {
    const size = new RangeSize()
    size.noteAnswer(500, 0, 20)
    size.noteRefusal(2_000, why)
    expect(size.blocks).toBe(expected)
  })

  it('keeps to a named cap, but doubts it now and then', () => {
    const size = new RangeSize()
    size.noteAnswer(500, 0, 20)
    size.noteRefusal(2_000, 'exceed maximum block range: 500')
    for (let n = 0; n < 60; n++) size.noteAnswer(size.blocks, 0, 20)
    expect(size.blocks).toBe(500)
    for (let n = 0; n < 10; n++) size.noteAnswer(size.blocks, 0, 20)
    expect(size.blocks).toBe(1_000)
  })

  it('is never less than a block', () => {
    const size = new RangeSize()
    for (let n = 0; n < 30; n++) size.noteRefusal(size.blocks, 'response is too big')
    expect(size.blocks).toBe(1)
    size.noteRefusal(1, 'limited to 0 blocks')
    expect(size.blocks).toBe(1)
  })
})
