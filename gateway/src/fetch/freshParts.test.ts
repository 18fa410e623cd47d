import { describe, expect, it } from 'vitest'
import { FreshParts } from './freshParts.js'

const at = (...blocks: number[]) => blocks.map((block) => ({ block, text: Buffer.from(`${block}`) }))
const numbers = (taken: ReturnType<FreshParts['take']>) =>
  taken && [taken.end, ...taken.blocks.map(({ block }) => block)]

describe('what was kept just now', () => {
  it('is given out once, from wherever a client comes in, and no further than it may', () => {
    const fresh = new FreshParts()
    fresh.put('a', { from: 10, to: 19, blocks: at(11, 14, 18) })
    fresh.put('a', { from: 20, to: 29, blocks: at(20) })
    expect(fresh.take('b', 12, 19)).toBeUndefined()
    expect(fresh.take('a', 9, 19)).toBeUndefined()
    expect(numbers(fresh.take('a', 12, 16))).toEqual([16, 14])
    expect(fresh.take('a', 12, 16)).toBeUndefined()
    expect(numbers(fresh.take('a', 17, 100))).toEqual([19, 18])
    expect(numbers(fresh.take('a', 20, 100))).toEqual([29, 20])
    expect(fresh.take('a', 20, 100)).toBeUndefined()
  })

  it('ends a page before it grows large, and goes on behind it', () => {
    const fresh = new FreshParts()
    const blocks = [1, 5, 9].map((block) => ({ block, text: Buffer.alloc(1_000_000) }))
    fresh.put('a', { from: 0, to: 9, blocks })
    expect(numbers(fresh.take('a', 0, 9))).toEqual([8, 1, 5])
    expect(numbers(fresh.take('a', 9, 9))).toEqual([9, 9])
  })

  it('is what its client needs first: what finds no room beside it is left on disk', () => {
    const fresh = new FreshParts()
    const large = (block: number) => [{ block, text: Buffer.alloc(10_000_000) }]
    for (let n = 0; n < 7; n++) fresh.put('a', { from: n, to: n, blocks: large(n) })
    expect(numbers(fresh.take('a', 0, 0))).toEqual([0, 0])
    expect(fresh.take('a', 6, 6)).toBeUndefined()
    for (let n = 0; n < 200; n++) fresh.put('a', { from: 10 + n, to: 10 + n, blocks: at(10 + n) })
    expect(numbers(fresh.take('a', 10, 10))).toEqual([10, 10])
    expect(fresh.take('a', 209, 209)).toBeUndefined()
  })

  it('gives way to another client where its own has not come for longer, and where its own has gone by', () => {
    const fresh = new FreshParts()
    const large = (block: number) => [{ block, text: Buffer.alloc(20_000_000) }]
    fresh.put('a', { from: 0, to: 0, blocks: large(0) })
    fresh.put('b', { from: 0, to: 0, blocks: large(0) })
    expect(fresh.take('a', 1, 1)).toBeUndefined()
    fresh.put('a', { from: 1, to: 1, blocks: large(1) })
    expect(fresh.take('b', 5, 5)).toBeUndefined()
    fresh.put('b', { from: 5, to: 5, blocks: large(5) })
    fresh.put('b', { from: 6, to: 6, blocks: large(6) })
    expect(fresh.take('a', 1, 1)).toBeUndefined()
    expect(numbers(fresh.take('b', 5, 5))).toEqual([5, 5])
    expect(numbers(fresh.take('b', 6, 6))).toEqual([6, 6])
  })
})
