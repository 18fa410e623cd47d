import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Scope } from '../routes'
import type { Reader } from './channel'
import type { LiveFeed } from './feed'
import { openStream } from './reader'

let readers: Reader[]
let left: number
let isFull: boolean
beforeEach(() => {
  readers = []
  left = 0
  isFull = false
})
afterEach(() => vi.restoreAllMocks())

const feed = {
  join(_: Scope, reader: Reader) {
    if (isFull) return undefined
    readers.push(reader)
    return () => {
      left += 1
    }
  },
} as unknown as LiveFeed
const bytes = (text: string) => new TextEncoder().encode(text)

function open() {
  const stream = openStream(feed, {})
  const reader = stream.getReader()
  const read = async () => {
    const { value, done } = await reader.read()
    return done ? 'the end' : new TextDecoder().decode(value)
  }
  return { stream, reader, read }
}

describe('the event stream of a page', () => {
  it('sends something at once, then each list as it comes', async () => {
    const { read } = open()
    expect(await read()).toBe('retry: 3000\n\n')
    const next = read()
    readers[0]?.take(bytes('one'))
    expect(await next).toBe('one')
    readers[0]?.take(bytes('two'))
    expect(await read()).toBe('two')
  })

  it('keeps one list at most for who does not read: the newest', async () => {
    const { read } = open()
    await read()
    for (let n = 0; n < 1_000; n++) readers[0]?.take(bytes(`list ${n}`))
    // The first had a place on the way before anybody waited for it, or none: never more than the two.
    const taken = [await read()]
    if (taken[0] !== 'list 999') taken.push(await read())
    expect(taken.at(-1)).toBe('list 999')
    const next = read()
    expect(readers[0]?.beat()).toBe(true)
    expect(await next).toBe(':\n\n')
  })

  it('is given up when it took nothing between two signs of life, and not while it takes them', async () => {
    const { read } = open()
    await read()
    for (let n = 0; n < 5; n++) {
      const next = read()
      expect(readers[0]?.beat()).toBe(true)
      await next
    }
    expect([readers[0]?.beat(), readers[0]?.beat()]).toEqual([true, false])
    readers[0]?.end()
    await expect(read()).rejects.toThrow('takes nothing')
    expect(left).toBe(1)
  })

  it('ends when the feed ends', async () => {
    const { read } = open()
    await read()
    const next = read()
    readers[0]?.end()
    expect([await next, left]).toEqual(['the end', 1])
  })

  it('leaves when the page goes away', async () => {
    const { read, reader } = open()
    await read()
    await reader.cancel()
    expect(left).toBe(1)
  })

  it('takes no place before anybody reads it, and ends where the last place went meanwhile', async () => {
    const { read } = open()
    expect(readers).toHaveLength(0)
    isFull = true
    expect([await read(), await read()]).toEqual(['retry: 3000\n\n', 'the end'])
  })
})
