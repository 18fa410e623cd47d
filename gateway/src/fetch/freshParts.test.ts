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

  it('gives way to what is newer, and to the client that has gone by', () => {
    const fresh = new FreshParts()
    const large = (block: number) => [{ block, text: Buffer.alloc(10_000_000) }]
    for (let n = 0; n < 7; n++) fresh.put('a', { from: n, to: n, blocks: large(n) })
    expect(fresh.take('a', 0, 0)).toBeUndefined()
    expect(fresh.take('a', 1, 1)).toBeUndefined()
    expect(numbers(fresh.take('a', 5, 5))).toEqual([5, 5])
    expect(fresh.take('a', 4, 4)).toBeUndefined()
    expect(numbers(fresh.take('a', 6, 6))).toEqual([6, 6])
    for (let n = 0; n < 200; n++) fresh.put('a', { from: n, to: n, blocks: at(n) })
    expect(fresh.take('a', 0, 0)).toBeUndefined()
    expect(numbers(fresh.take('a', 199, 199))).toEqual([199, 199])
  })
})
