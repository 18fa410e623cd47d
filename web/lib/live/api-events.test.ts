import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StubEvents } from '../../testing/stub-events'
import { followApi } from './api-events'
import { StalePlaceError } from './feed'
import type { Message } from './messages'

const events = new StubEvents()
const paths: string[] = []
const server = createServer((request, response) => {
  paths.push(request.url ?? '')
  events.serve(request, response)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Ended by its signal it may end or throw: only that it ends matters. */
function follow(after?: string) {
  const stop = new AbortController()
  const messages: Message[] = []
  let isOpen: () => void
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve
  })
  const heard = { opened: () => isOpen(), message: (message: Message) => messages.push(message) }
  return { done: followApi(after, heard, stop.signal), opened, messages, stop: () => stop.abort() }
}

describe('the stream of the API', () => {
  it('is asked for what changes a list, and told as it comes', async () => {
    const { done, opened, messages, stop } = follow()
    await opened
    const id = events.tell('settlement', { payer: '0x1' })
    await expect.poll(() => messages).toEqual([{ id, event: 'settlement', data: '{"payer":"0x1"}' }])
    expect([paths.at(-1), events.asked.at(-1)]).toEqual(['/v1/events?kinds=settlement,removed', ''])
    stop()
    await done.catch(() => undefined)
    await expect.poll(() => events.open.size).toBe(0)
  })

  it('resumes behind an id, and throws when it breaks off', async () => {
    const { done, opened } = follow('0a0b0c0d.7.7')
    await opened
    expect(events.asked.at(-1)).toBe('0a0b0c0d.7.7')
    const broken = expect(done).rejects.toThrow()
    events.breakOff()
    await broken
  })

  it('is closed by its signal also after memory was collected', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const { done, opened, stop } = follow()
    await opened
    for (let n = 0; n < 5; n++) {
      events.tell('settlement', {})
      await new Promise((resolve) => setImmediate(resolve))
      collect()
    }
    stop()
    await done.catch(() => undefined)
    await expect.poll(() => events.open.size).toBe(0)
  })

  it.each([
    [429, '0a0b0c0d.7.7', /answered 429/],
    [400, undefined, /answered 400/],
    [400, 'not an id', StalePlaceError],
  ])('a refusal with %s, from %s', async (status, after, error) => {
    events.refusal = status
    await expect(follow(after).done).rejects.toThrow(error)
    events.refusal = undefined
  })
})
