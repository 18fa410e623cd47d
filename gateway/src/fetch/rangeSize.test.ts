import { describe, expect, it } from 'vitest'
import { RangeSize } from './rangeSize.js'

const NOTHING = { all: 0, late: 0 }
const evenly = (logs: number) => ({ all: logs, late: Math.ceil(logs / 2) })

describe('the size of a range', () => {
  it('grows while there is little to find, and stops growing where there is much', () => {
    const size = new RangeSize()
    for (let n = 0; n < 4; n++) size.noteAnswer(size.blocks, evenly(3), 20)
    expect(size.blocks).toBe(100_000)
    size.noteAnswer(100_000, evenly(20_000), 20)
    expect(size.blocks).toBe(10_000)
    size.noteAnswer(10_000, evenly(2_000), 20)
    expect(size.blocks).toBe(10_000)
    size.noteAnswer(10_000, NOTHING, 6_000)
    expect(size.blocks).toBe(5_000)
    size.noteAnswer(10, NOTHING, 20)
    expect(size.blocks).toBe(5_000)
  })

  it('follows what was found also where the answer was slow', () => {
    const size = new RangeSize()
    size.noteAnswer(size.blocks, evenly(15_000), 10_000)
    expect(size.blocks).toBe(13)
  })

  it('follows the later half: a chain may begin with more than it goes on with', () => {
    const size = new RangeSize()
    expect(size.noteAnswer(100, { all: 2_060, late: 1 }, 20)).toBe(false)
    expect(size.blocks).toBe(16_000)
    expect(size.noteAnswer(16_000, { all: 10_000, late: 8_000 }, 20)).toBe(true)
    expect(size.blocks).toBe(2_000)
  })

  it('counts a block of its own as the later half', () => {
    const size = new RangeSize()
    size.noteAnswer(1, { all: 5_000, late: 5_000 }, 20)
    expect(size.blocks).toBe(1)
  })

  it('is at its largest after two answers with nothing', () => {
    const size = new RangeSize()
    expect(size.blocks).toBe(100)
    size.noteAnswer(100, NOTHING, 20)
    expect(size.blocks).toBe(16_000)
    size.noteAnswer(16_000, NOTHING, 20)
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
    size.noteAnswer(500, NOTHING, 20)
    size.noteRefusal(2_000, why)
    expect(size.blocks).toBe(expected)
  })

  it('keeps to a named cap, but doubts it now and then', () => {
    const size = new RangeSize()
    size.noteAnswer(500, NOTHING, 20)
    size.noteRefusal(2_000, 'exceed maximum block range: 500')
    for (let n = 0; n < 60; n++) size.noteAnswer(size.blocks, NOTHING, 20)
    expect(size.blocks).toBe(500)
    for (let n = 0; n < 10; n++) size.noteAnswer(size.blocks, NOTHING, 20)
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
