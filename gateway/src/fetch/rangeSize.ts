/**
 * Small, for the first range may be full: what it holds tells the size of the next. Of blocks with fifty settlements each it
 * brings about what all ranges under way bring later; five times as many made its answer the most that was ever in memory.
 */
const START = 100
/** So much larger may the second be than the first, and any other than the one before. */
const FIRST_GROWTH = 160
const MAX = 100_000
/** A range should hold about so many logs: few enough for memory, enough to be worth a request. */
const TARGET_LOGS = 2_000
const LARGE = 4
const MAX_GROWTH = 32
const SLOW_MS = 5_000
/** After so many answers a learnt cap is doubted: it may have been read out of a misleading sentence. */
const DOUBT_AFTER = 64

/** What an answer held: how many logs and transactions, and how many of those in the later half of its blocks. */
export interface FoundCount {
  all: number
  late: number
}

/**
 * How many blocks to ask logs of at once: follows the density of what was found, halves when an RPC refuses or is slow, and
 * keeps to the number of blocks that an RPC said it takes (asked again now and then).
 */
export class RangeSize {
  private size = START
  private cap = MAX
  private answers = 0

  get blocks(): number {
    return this.size
  }

  /** Whether any range was answered yet; before that one at a time is asked. */
  get isKnown(): boolean {
    return this.answers > 0
  }

  /** A range of `blocks` was answered. @returns whether it holds far more than a range should. */
  noteAnswer(blocks: number, { all, late }: FoundCount, elapsedMs: number): boolean {
    this.answers += 1
    if (this.answers % DOUBT_AFTER === 0) this.cap = Math.min(MAX, this.cap * 2)
    // What follows is as the later half: contracts begin with many accounts and services in a few blocks.
    const fitting = Math.floor((TARGET_LOGS * Math.ceil(blocks / 2)) / Math.max(late, 1))
    // A full range is slow because it is full: half of it would still be far too much.
    if (elapsedMs > SLOW_MS) this.size = Math.min(fitting, Math.ceil(blocks / 2))
    else if (fitting < this.size) this.size = fitting
    // A range that was cut short says little about longer ones.
    else if (2 * blocks >= this.size) this.size = Math.min(fitting, this.size * this.growth)
    this.size = Math.max(1, Math.min(this.size, this.cap))
    return all > LARGE * TARGET_LOGS
  }

  private get growth(): number {
    return this.answers === 1 ? FIRST_GROWTH : MAX_GROWTH
  }

  /** A range of `blocks` was refused as too large; `why` may name the provider's cap. */
  noteRefusal(blocks: number, why: string) {
    const half = Math.max(1, Math.floor(blocks / 2))
    const named = readCap(why, blocks)
    if (named !== undefined) this.cap = Math.min(this.cap, named)
    else if (/range|blocks/i.test(why) && !/results|logs|size|response|time/i.test(why))
      this.cap = Math.min(this.cap, half)
    this.size = Math.max(1, Math.min(this.size, named ?? half, this.cap))
  }
}

/** The number of blocks that a refusal names: "limited to a 10,000 range", "max is 1k blocks", "maximum range: 5000". */
function readCap(why: string, blocks: number): number | undefined {
  if (/results|logs returned|size|response/i.test(why)) return undefined
  const found = [...why.matchAll(/(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+)\s?(k)?(?=\W|$)/gi)]
    .map(([, digits = '', k]) => Number(digits.replaceAll(',', '')) * (k ? 1_000 : 1))
    .filter((number) => number >= 1 && number < blocks)
  return /range|blocks?/i.test(why) && found.length > 0 ? Math.max(...found) : undefined
}
