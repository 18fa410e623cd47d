import type { Scope } from '../routes'
import { type AskList, Channel, type ChannelTimes, type Happening, type Reader } from './channel'
import type { Message } from './messages'
import { nameScope } from './scope'

/** Where the feed has its news from. */
export interface Source {
  /**
   * Follows the API's events until the stream ends or the signal says so.
   * @param after id of the last event; undefined: from now on.
   * @param opened the stream is there.
   * @throws Error where there is none, StalePlaceError where the API does not know the id.
   */
  follow(
    after: string | undefined,
    heard: { opened(): void; message(message: Message): unknown },
    signal: AbortSignal,
  ): Promise<void>
  list: AskList
}

/** The API does not know the place that we would resume from. */
export class StalePlaceError extends Error {
  override name = 'StalePlaceError'
}

export interface FeedTimes extends ChannelTimes {
  /** The subscription outlives its last reader by this: a visitor who goes from page to page keeps it. */
  grace: number
  /** Between two signs of life to a reader. */
  beat: number
  /** Before the API is asked for a stream again: the first time, and at most. */
  retry: number
  retryAtMost: number
}

/** Milliseconds. */
const TIMES: FeedTimes = {
  every: 1_000,
  again: 5_000,
  atMost: 60_000,
  grace: 10_000,
  beat: 15_000,
  retry: 1_000,
  retryAtMost: 10_000,
}
/** Lists that are asked for at the same time, of all scopes together. */
const AT_ONCE = 4

/**
 * One subscription to the API's events for all pages of this server: opened with the first reader, closed some seconds after
 * the last. An event only says that a list may be another now; what readers take is the list itself, so that a lost event
 * costs time and shows nothing false. While there is no subscription, each try to get one asks for the lists.
 */
export class LiveFeed {
  readonly #channels = new Map<string, Channel>()
  readonly #times: FeedTimes
  readonly #queue: (() => void)[] = []
  #asking = 0
  #readers = 0
  #after: string | undefined
  #running: AbortController | undefined
  #closing: NodeJS.Timeout | undefined
  #beating: NodeJS.Timeout | undefined
  #isStopped = false

  /** @param limit readers at the same time. */
  constructor(
    private readonly source: Source,
    private readonly limit: number,
    times: Partial<FeedTimes> = {},
  ) {
    this.#times = { ...TIMES, ...times }
  }

  get readers(): number {
    return this.#readers
  }

  /** Whether another reader may come. */
  hasRoom(): boolean {
    return !this.#isStopped && this.#readers < this.limit
  }

  /** Gives a reader its scope's list, and each later one. @returns leaves; undefined where there is no room. */
  join(scope: Scope, reader: Reader): (() => void) | undefined {
    if (!this.hasRoom()) return undefined
    const name = nameScope(scope)
    const channel = this.#channels.get(name) ?? new Channel(scope, (asked) => this.#ask(asked), this.#times)
    this.#channels.set(name, channel)
    this.#readers += 1
    channel.join(reader)
    this.#open()
    return () => {
      if (!channel.readers.has(reader)) return
      channel.leave(reader)
      this.#readers -= 1
      if (channel.readers.size === 0) this.#channels.delete(name)
      if (this.#readers === 0) this.#close()
    }
  }

  /** Ends every reader's stream and the subscription, for good: open streams would hold up the end of the server. */
  stop(): void {
    this.#isStopped = true
    for (const { readers } of [...this.#channels.values()]) for (const reader of [...readers]) reader.end()
    clearTimeout(this.#closing)
    this.#end()
  }

  #open(): void {
    clearTimeout(this.#closing)
    if (this.#running) return
    this.#running = new AbortController()
    this.#beating = setInterval(() => this.#beat(), this.#times.beat)
    void this.#run(this.#running.signal)
  }

  #close(): void {
    clearTimeout(this.#closing)
    this.#closing = setTimeout(() => this.#end(), this.#times.grace)
  }

  #end(): void {
    clearInterval(this.#beating)
    this.#running?.abort()
    this.#running = undefined
    // Who comes later asks for a list first: what happened in between is in it.
    this.#after = undefined
  }

  #beat(): void {
    for (const { readers } of [...this.#channels.values()])
      for (const reader of [...readers]) if (!reader.beat()) reader.end()
  }

  async #run(signal: AbortSignal): Promise<void> {
    let tries = 0
    while (!signal.aborted) {
      const heard = {
        opened: () => {
          tries = 0
          if (this.#after === undefined) this.#refreshAll()
        },
        message: (message: Message) => !signal.aborted && this.#hear(message),
      }
      const failure = await this.source.follow(this.#after, heard, signal).catch((error: Error) => error)
      if (signal.aborted) return
      if (failure instanceof StalePlaceError) this.#after = undefined
      if (failure) {
        if (tries === 0)
          console.error(`live: no events from the API, the lists are asked for instead: ${failure.message}`)
        this.#refreshAll()
      }
      await pause(Math.min(this.#times.retry * 2 ** tries, this.#times.retryAtMost), signal)
      tries += 1
    }
  }

  #hear({ id, event, data }: Message): void {
    if (id !== undefined) this.#after = id
    if (event === 'dropped') {
      // What was forgotten meanwhile can only be looked up.
      if (readField(data, 'reason') === 'gone') this.#after = undefined
      return
    }
    if (event !== 'settlement' && event !== 'removed') return
    const happening: Happening = { payer: readField(data, 'payer'), provider: readField(data, 'provider') }
    for (const channel of this.#channels.values()) if (channel.concerns(happening)) channel.refresh()
  }

  #refreshAll(): void {
    for (const channel of this.#channels.values()) channel.refresh()
  }

  async #ask(scope: Scope) {
    if (this.#asking >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve))
    else this.#asking += 1
    try {
      return await this.source.list(scope)
    } finally {
      // The place goes to the next in the queue, or is given back.
      const next = this.#queue.shift()
      if (next) next()
      else this.#asking -= 1
    }
  }
}

function readField(data: string, name: string): string | null {
  try {
    const value = (JSON.parse(data) as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
