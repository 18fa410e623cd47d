/**
 * Token bucket over calls (the items of a batch count one each, as providers count them). A second's worth may be spent at
 * once; a batch may overdraw, and the next one waits until that is paid back.
 */
export class RateLimit {
  private tokens: number
  private at: number

  /** @param perSecond calls a second; undefined: no limit. */
  constructor(
    private readonly perSecond: number | undefined,
    private readonly now: () => number = Date.now,
  ) {
    this.tokens = perSecond ?? 0
    this.at = now()
  }

  /** Largest batch that does not overdraw a full bucket. */
  get burst(): number {
    return this.perSecond === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(this.perSecond))
  }

  /** Books `calls` and says how many milliseconds to wait before sending them. */
  take(calls: number): number {
    if (this.perSecond === undefined) return 0
    const now = this.now()
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    this.tokens -= calls
    return this.tokens >= 0 ? 0 : Math.ceil((-this.tokens / this.perSecond) * 1000)
  }
}
