import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Scope } from '../routes'
import type { Listing, Reader } from './channel'
import { LiveFeed, type Source, StalePlaceError } from './feed'

const AGENT = { agent: 'eip155:1:0x01:7' }

/** An API whose stream and lists the test holds in its hand. */
class FakeApi implements Source {
  readonly followed: (string | undefined)[] = []
  readonly asked: Scope[] = []
  listing: Listing | undefined = { ids: ['a'] }
  /** Nothing: there is a stream. */
  failure: Error | undefined
  hold: Promise<void> | undefined
  isOpen = false
  tell: (event: string, data: object, id?: string) => void = () => undefined
  end: () => void = () => undefined

  readonly follow: Source['follow'] = async (after, heard, signal) => {
    this.followed.push(after)
    if (this.failure) throw this.failure
    this.isOpen = true
    heard.opened()
    this.tell = (event, data, id) => heard.message({ id, event, data: JSON.stringify(data) })
    await new Promise<void>((resolve) => {
      this.end = resolve
      signal.addEventListener('abort', () => resolve())
    })
    this.isOpen = false
  }

  readonly list: Source['list'] = async (scope) => {
    this.asked.push(scope)
    const { listing } = this
    await this.hold
    return listing
  }
}

interface Page {
  lists: string[][]
  ended: boolean
  leave: () => void
}

let api: FakeApi
let feed: LiveFeed
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  api = new FakeApi()
  feed = new LiveFeed(api, 3)
})
afterEach(() => {
  feed.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function open(scope: Scope = {}): Page {
  const page: Page = { lists: [], ended: false, leave: () => undefined }
  const reader: Reader = {
    take: (list) => page.lists.push(JSON.parse(new TextDecoder().decode(list).slice('data: '.length))),
    beat: () => true,
    end: () => {
      page.ended = true
      page.leave()
    },
  }
  page.leave = feed.join(scope, reader) ?? (() => expect.unreachable('there is room'))
  return page
}
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('one subscription for all readers', () => {
  it('gives each reader its list, asks once for all of a scope, and follows once', async () => {
    const pages = [open(), open(), open(AGENT)]
    await pass(100)
    expect(pages.map(({ lists }) => lists)).toEqual([[['a']], [['a']], [['a']]])
    api.asked.length = 0
    await pass(1_000)
    api.asked.length = 0
    api.listing = { ids: ['b', 'a'] }
    api.tell('settlement', { payer: '0x1' }, '1')
    await pass(1_000)
    expect(pages.map(({ lists }) => lists.at(-1))).toEqual([
      ['b', 'a'],
      ['b', 'a'],
      ['b', 'a'],
    ])
    expect(api.asked).toEqual([{}, AGENT])
    expect(api.followed).toEqual([undefined])
  })

  it('asks for a scope at most once a second, however much happens, and tells the last state', async () => {
    const page = open()
    await pass(2_000)
    api.asked.length = 0
    for (let n = 0; n < 50; n++) {
      api.listing = { ids: [`${n}`] }
      api.tell('settlement', { payer: '0x1' })
      await pass(100)
    }
    await pass(1_000)
    expect(api.asked.length).toBeGreaterThanOrEqual(5)
    expect(api.asked.length).toBeLessThanOrEqual(7)
    expect(page.lists.at(-1)).toEqual(['49'])
  })

  it('an event during a question is asked for again', async () => {
    let answer: () => void = () => undefined
    const page = open()
    await pass(2_000)
    api.hold = new Promise((resolve) => {
      answer = resolve
    })
    api.tell('settlement', {})
    await pass(10)
    api.listing = { ids: ['b', 'a'] }
    api.tell('settlement', {})
    answer()
    await pass(1_000)
    expect(page.lists).toEqual([['a'], ['b', 'a']])
  })

  it('tells nothing where nothing changed, but always a list that was asked for after a reader came', async () => {
    const first = open()
    await pass(2_000)
    api.tell('settlement', {})
    await pass(2_000)
    expect(first.lists).toEqual([['a']])
    const second = open()
    await pass(2_000)
    expect([first.lists, second.lists]).toEqual([[['a']], [['a']]])
  })

  it('a reader that comes during a question waits for the next one', async () => {
    let answer: () => void = () => undefined
    api.hold = new Promise((resolve) => {
      answer = resolve
    })
    open()
    await pass(10)
    const page = open()
    api.listing = { ids: ['b', 'a'] }
    answer()
    await pass(1_000)
    expect(page.lists.at(-1)).toEqual(['b', 'a'])
    expect(api.asked).toHaveLength(2)
  })

  it('asks for at most four lists at the same time', async () => {
    feed = new LiveFeed(api, 100)
    let answer: () => void = () => undefined
    api.hold = new Promise((resolve) => {
      answer = resolve
    })
    const pages = Array.from({ length: 10 }, (_, n) => open({ payer: `0x${n}` }))
    await pass(100)
    expect(api.asked).toHaveLength(4)
    answer()
    await pass(1_000)
    expect(pages.map(({ lists }) => lists.length)).toEqual(Array(10).fill(1))
  })
})

describe('which lists an event concerns', () => {
  it.each([
    ['a provider’s', { provider: '0xa' }, { provider: '0xa', payer: '0x1' }, { provider: '0xb', payer: '0x1' }],
    ['a payer’s', { payer: '0x1' }, { provider: '0xa', payer: '0x1' }, { provider: '0xa', payer: '0x2' }],
    ['an agent’s, by its linked payers', AGENT, { payer: '0x1' }, { payer: '0x2' }],
  ])('%s', async (_, scope, own, other) => {
    api.listing = { ids: ['a'], payers: ['0x1'] }
    if (scope !== AGENT) api.listing = { ids: ['a'] }
    open(scope)
    await pass(2_000)
    api.asked.length = 0
    api.tell('settlement', other)
    api.tell('verdict', own)
    await pass(2_000)
    expect(api.asked).toEqual([])
    api.tell('removed', own)
    await pass(2_000)
    expect(api.asked).toEqual([scope])
  })

  it('a change that no event tells is found within a minute', async () => {
    const page = open(AGENT)
    await pass(2_000)
    api.listing = { ids: ['b'], payers: [] }
    await pass(60_000)
    expect(page.lists).toEqual([['a'], ['b']])
  })
})

describe('a subscription that breaks', () => {
  it('resumes behind the last event, and asks for no list where nothing was missed', async () => {
    open()
    await pass(1_500)
    api.tell('settlement', {}, '7')
    await pass(1_500)
    api.asked.length = 0
    api.end()
    await pass(1_100)
    expect(api.followed).toEqual([undefined, '7'])
    expect(api.asked).toEqual([])
  })

  it.each(['the event was forgotten', 'the API does not know the event'])('begins anew where %s', async (why) => {
    const page = open()
    await pass(1_500)
    api.tell('settlement', {}, '7')
    await pass(1_500)
    // Nothing tells of it: it happened while nobody heard.
    api.listing = { ids: ['b', 'a'] }
    if (why === 'the event was forgotten') api.tell('dropped', { reason: 'gone' })
    else api.failure = new StalePlaceError('?')
    api.end()
    await pass(1_100)
    api.failure = undefined
    await pass(3_000)
    expect(api.followed.at(-1)).toBeUndefined()
    expect(page.lists).toEqual([['a'], ['b', 'a']])
  })

  it('is tried again ever more rarely, each time with the lists, and says so once', async () => {
    api.failure = new Error('refused')
    const page = open()
    await pass(60_000)
    expect(api.followed.length).toBeGreaterThanOrEqual(8)
    expect(api.followed.length).toBeLessThanOrEqual(11)
    api.listing = { ids: ['b'] }
    await pass(11_000)
    expect(page.lists).toEqual([['a'], ['b']])
    expect(console.error).toHaveBeenCalledTimes(1)
  })

  it('a list without an answer is asked for again', async () => {
    api.listing = undefined
    const page = open()
    await pass(100)
    api.listing = { ids: ['a'] }
    await pass(5_000)
    expect(page.lists).toEqual([['a']])
  })
})

describe('coming and going', () => {
  it('closes some seconds after the last reader left, not between two pages, and opens again', async () => {
    const first = open()
    await pass(100)
    first.leave()
    await pass(5_000)
    const second = open()
    await pass(20_000)
    expect(api.followed).toHaveLength(1)
    second.leave()
    await pass(10_000)
    expect(api.isOpen).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
    const third = open()
    await pass(100)
    expect([api.isOpen, third.lists]).toEqual([true, [['a']]])
  })

  it('has room for so many, and again when one left; leaving twice is leaving once', async () => {
    const [page] = [open(), open(), open()]
    const reader = { take: () => undefined, beat: () => true, end: () => undefined }
    expect([feed.hasRoom(), feed.join({}, reader)]).toEqual([false, undefined])
    page?.leave()
    page?.leave()
    expect([feed.hasRoom(), feed.readers]).toEqual([true, 2])
  })

  it('ends a reader that takes nothing, and gives its place back', async () => {
    const end = vi.fn(() => leave?.())
    const leave = feed.join({}, { take: () => undefined, beat: () => false, end })
    await pass(15_000)
    expect([end.mock.calls.length, feed.readers]).toEqual([1, 0])
  })

  it('stops for good: ends every stream, takes no reader, leaves no timer', async () => {
    const pages = [open(), open(AGENT)]
    await pass(100)
    feed.stop()
    await pass(0)
    expect(pages.map(({ ended }) => ended)).toEqual([true, true])
    expect([feed.hasRoom(), feed.readers, api.isOpen, vi.getTimerCount()]).toEqual([false, 0, false, 0])
  })
})
