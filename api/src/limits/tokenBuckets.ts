/** What a bucket says to one request. */
export interface Charge {
  allowed: boolean
  /** Seconds until a request would be allowed; 0 where this one is. */
  retryAfter: number
  remaining: number
}

/**
 * One bucket of tokens a client: full at first, refilled evenly. Keeps at most `maxClients`; beyond, the ones that have been
 * quiet longest are forgotten, and begin with a full bucket again.
 */
export class TokenBuckets {
  private readonly buckets = new Map<string, { tokens: number; at: number }>()

  constructor(
    /** Tokens a second. */
    private readonly rate: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now() / 1_000,
    private readonly maxClients = 50_000,
  ) {}

  /** Takes a token, or says when there is one. */
  charge(client: string): Charge {
    const now = this.now()
    const tokens = this.level(client, now)
    const allowed = tokens >= 1
    const left = allowed ? tokens - 1 : tokens
    // Back to the end: the map is in the order of the last request.
    this.buckets.delete(client)
    this.buckets.set(client, { tokens: left, at: now })
    if (this.buckets.size > this.maxClients) this.buckets.delete(this.buckets.keys().next().value ?? '')
    return { allowed, retryAfter: allowed ? 0 : (1 - left) / this.rate, remaining: Math.floor(left) }
  }

  private level(client: string, now: number): number {
    const bucket = this.buckets.get(client)
    return bucket ? Math.min(this.burst, bucket.tokens + (now - bucket.at) * this.rate) : this.burst
  }
}
