import type { Scope } from '../routes'

/** What the API lists for a scope now. */
export interface Listing {
  /** Of the newest settlements, newest first. */
  ids: readonly string[]
  /** Of an agent: the addresses whose settlements can enter its history. */
  payers?: readonly string[]
}

/** Something that happened to a settlement; addresses in lower case. */
export interface Happening {
  payer: string | null
  provider: string | null
}

/** A page that follows a scope. */
export interface Reader {
  /** Takes the list in place of the one before; never waits. */
  take(list: Uint8Array): void
  /** Something for the connection to carry while nothing happens. @returns false: it has taken nothing for too long. */
  beat(): boolean
  end(): void
}

/** Times of a channel. Milliseconds. */
export interface ChannelTimes {
  /** Between two questions for one scope, at least. */
  every: number
  /** After a question without an answer. */
  again: number
  /** At most, whatever is heard: an agent's links change without an event, and what was missed is found. */
  atMost: number
}

/** Asks for the list of a scope; undefined where there was no answer. */
export type AskList = (scope: Scope) => Promise<Listing | undefined>

/** The readers of one scope, and the list that they share: however many there are, it is asked for once. */
export class Channel {
  readonly readers = new Set<Reader>()
  /** Came after the last question was asked: they take its answer whether or not it is new. */
  readonly #waiting = new Set<Reader>()
  #payers: readonly string[] | undefined
  #last: string | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #isAsking = false
  #isStale = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    readonly scope: Scope,
    private readonly ask: AskList,
    private readonly times: ChannelTimes,
  ) {}

  /** The first list that a reader takes is asked for after it came: it is never older than the reader's page. */
  join(reader: Reader): void {
    this.readers.add(reader)
    this.#waiting.add(reader)
    this.refresh()
  }

  leave(reader: Reader): void {
    this.readers.delete(reader)
    this.#waiting.delete(reader)
    if (this.readers.size === 0) clearTimeout(this.#timer)
  }

  /** Whether the list can be another after it. */
  concerns({ payer, provider }: Happening): boolean {
    if (this.scope.provider !== undefined && provider !== this.scope.provider) return false
    if (this.scope.payer !== undefined && payer !== this.scope.payer) return false
    // Until the links are known, anybody may be one of them.
    return this.#payers === undefined || (payer !== null && this.#payers.includes(payer))
  }

  /** The list may be another now: asks for it, as soon as the last question is long enough ago. */
  refresh(): void {
    this.#isStale = true
    if (!this.#isAsking) this.#schedule(this.#askedAt + this.times.every)
  }

  #schedule(at: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#askNow(), Math.max(0, at - Date.now()))
  }

  async #askNow(): Promise<void> {
    this.#isAsking = true
    this.#isStale = false
    this.#askedAt = Date.now()
    const waiting = [...this.#waiting]
    const listing = await this.ask(this.scope)
    this.#isAsking = false
    if (this.readers.size === 0) return
    if (listing) this.#give(listing, waiting)
    this.#schedule(this.#askedAt + this.#pause(listing !== undefined))
  }

  #pause(isAnswered: boolean): number {
    if (!isAnswered) return this.times.again
    return this.#isStale ? this.times.every : this.times.atMost
  }

  #give({ ids, payers }: Listing, waiting: readonly Reader[]): void {
    const text = JSON.stringify(ids)
    const message = new TextEncoder().encode(`data: ${text}\n\n`)
    const readers = text === this.#last ? waiting : this.readers
    for (const reader of waiting) this.#waiting.delete(reader)
    for (const reader of [...readers]) if (this.readers.has(reader)) reader.take(message)
    this.#last = text
    this.#payers = payers
  }
}
