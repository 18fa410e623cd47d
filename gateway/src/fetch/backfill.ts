import { setTimeout as pause } from 'node:timers/promises'
import type { Keeper } from '../disk/keeper.js'
import { RpcError } from '../rpc/rpcError.js'
import { ChainMismatch } from './mismatch.js'
import type { Need } from './need.js'
import type { RangeFetcher, RangeListener, RangeQuestion } from './rangeFetcher.js'
import { RangeSize } from './rangeSize.js'

const IN_FLIGHT = 8
/**
 * How many ranges of the present size are fetched ahead of the block that the client waits for. Enough for two answers; more
 * would take the processor's time away from answering, the client would stand still until all is fetched, and what waits
 * for it takes memory.
 */
const MAX_AHEAD = 8
/** Nobody asked for so long: the client is gone, and nothing more is fetched ahead of it. */
const IDLE_MS = 15_000
const ROUNDS = 4
/** Kinds of failure that pass. */
const PASSES = new Set(['rate', 'lagging', 'connection'])
/** Kinds of failure that a smaller range may avoid. */
const SMALLER_HELPS = new Set(['limit', 'timeout', 'malformed', 'unavailable', 'server', 'rejected'])
/** So many failures in a row that do not speak of a limit are an outage, not a range that is too large. */
const MAX_STRIKES = 8

/** Fetches what one need lacks, several ranges at a time, ahead of the client that reads it. */
export class Backfill {
  private readonly size = new RangeSize()
  private readonly running = new Set<RangeQuestion>()
  private readonly failures = new Map<number, Error>()
  private readonly waiting = new Set<() => void>()
  private strikes = 0
  private isStopped = false
  private goal = { from: 0, limit: -1, at: 0 }

  constructor(
    private readonly need: Need,
    private readonly fetcher: RangeFetcher,
    private readonly keeper: Keeper,
  ) {}

  /**
   * Waits until `from` is kept. Goes on fetching up to `limit` when it has returned.
   * @returns the last block, at most `limit`, up to which everything from `from` on is kept.
   * @throws RpcError or ChainMismatch where the range that begins with `from` cannot be had.
   */
  async reach(from: number, limit: number): Promise<number> {
    this.goal = { from, limit, at: performance.now() }
    this.failures.delete(from)
    this.strikes = 0
    for (;;) {
      const end = this.endOfCovered(from)
      this.goal.at = performance.now()
      this.start(from, limit)
      if (end >= from) return Math.min(end, limit)
      const failure = this.failures.get(from)
      if (failure) throw failure
      await new Promise<void>((resolve) => this.waiting.add(resolve))
    }
  }

  /** Whether all that the need asks of that block is kept. */
  has(block: number): boolean {
    return this.endOfCovered(block) >= block
  }

  /** Starts nothing more. What is under way ends by itself. */
  stop() {
    this.isStopped = true
  }

  private endOfCovered(from: number): number {
    return this.keeper.endOfCovered(this.need.logs, this.need.calls, from)
  }

  /** Starts ranges from `from` on until enough are under way, or kept ahead. */
  private start(from: number, to: number) {
    const limit = Math.min(to, from + MAX_AHEAD * this.size.blocks)
    let at = from
    while (this.running.size < (this.size.isKnown ? IN_FLIGHT : 1) && !this.isStopped) {
      const question = this.nextGap(at, limit)
      if (!question) return
      at = question.to + 1
      this.running.add(question)
      void this.work(question)
    }
  }

  /** The next range that is neither kept nor under way nor failed just now. */
  private nextGap(from: number, limit: number): RangeQuestion | undefined {
    let at = from
    while (at <= limit) {
      const inWay = [...this.running].find((range) => range.from <= at && at <= range.to)
      const covered = this.endOfCovered(at)
      if (inWay) at = inWay.to + 1
      else if (covered >= at) at = covered + 1
      else if (this.failures.has(at)) return undefined
      else {
        const logs = this.keeper.logs.missingAt(this.need.logs, at)
        const calls = this.keeper.calls.missingAt(this.need.calls, at)
        const starts = [...this.running].map((range) => range.from - 1).filter((end) => end >= at)
        const to = Math.min(limit, at + this.size.blocks - 1, logs.to, calls.to, ...starts)
        return { from: at, to, logs: logs.filters, calls: calls.filters }
      }
    }
    return undefined
  }

  private async work(question: RangeQuestion) {
    const { from, to } = question
    const started = performance.now()
    try {
      await this.fetchPatiently(question, {
        found: (count) => {
          const isLarge = this.size.noteAnswer(to - from + 1, count, performance.now() - started)
          // The next ranges are asked for while what belongs to this one is fetched, unless they would only delay it.
          if (!isLarge) this.goOn()
        },
        kept: () => this.wakeAll(),
      })
      this.strikes = 0
    } catch (error) {
      if (this.maySmallerHelp(error) && to > from) this.size.noteRefusal(to - from + 1, error.why)
      // The beginning may be kept: the failure is that of what follows.
      else this.failures.set(Math.max(from, this.endOfCovered(from) + 1), error as Error)
    } finally {
      this.running.delete(question)
      this.wakeAll()
      this.goOn()
    }
  }

  private wakeAll() {
    for (const wake of this.waiting) wake()
    this.waiting.clear()
  }

  private goOn() {
    if (performance.now() - this.goal.at < IDLE_MS) this.start(this.goal.from, this.goal.limit)
  }

  private maySmallerHelp(error: unknown): error is RpcError {
    if (!(error instanceof RpcError) || !SMALLER_HELPS.has(error.kind)) return false
    if (error.kind !== 'limit') this.strikes += 1
    return this.strikes <= MAX_STRIKES
  }

  /**
   * RPCs behind one address may be at different points for a moment, and an outage may be short: such failures are worth a
   * few rounds. What stays so is an error.
   */
  private async fetchPatiently(question: RangeQuestion, told: RangeListener): Promise<void> {
    for (let round = 1; ; round++) {
      try {
        // A round before may have kept the beginning.
        const from = Math.max(question.from, this.endOfCovered(question.from) + 1)
        if (from > question.to) return
        return await this.fetcher.fetch(this.need, { ...question, from }, told)
      } catch (error) {
        const isPassing = error instanceof ChainMismatch || (error instanceof RpcError && PASSES.has(error.kind))
        if (!isPassing || round >= ROUNDS) throw error
        await pause(100 * 2 ** round)
      }
    }
  }
}
