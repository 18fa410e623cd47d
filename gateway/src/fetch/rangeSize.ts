const START = 2_000
const MAX = 100_000
/** A range that holds more is halved, one that holds less grows. */
const MANY_LOGS = 4_000
const FEW_LOGS = 1_000
const SLOW_MS = 5_000
/** After so many answers a learnt cap is doubted: it may have been read out of a misleading sentence. */
const DOUBT_AFTER = 64

/**
 * How many blocks to ask logs of at once: grows while answers are small and quick, halves when an RPC refuses, and never
 * again exceeds the number of blocks that an RPC said it takes (asked again now and then).
 */
export class RangeSize {
  private size = START
  private cap = MAX
  private answers = 0

  get blocks(): number {
    return this.size
  }

  /** A range of `blocks` was answered. */
  noteAnswer(blocks: number, logs: number, elapsedMs: number) {
    this.answers += 1
    if (this.answers % DOUBT_AFTER === 0) this.cap = Math.min(MAX, this.cap * 2)
    if (logs > MANY_LOGS || elapsedMs > SLOW_MS) this.size = Math.max(1, Math.min(this.size, Math.ceil(blocks / 2)))
    else if (logs < FEW_LOGS && blocks >= this.size) this.size = Math.min(this.cap, this.size * 2)
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
