/** What a character of a string takes at most, and an entry beside its strings. */
const BYTES_A_CHARACTER = 2
const OVERHEAD = 200

/** Texts of one state of the database, bounded in bytes: those of another state are forgotten at once. */
export class KeptAnswers {
  private readonly texts = new Map<string, string>()
  private state = ''
  private bytes = 0

  constructor(private readonly maxBytes: number) {}

  find(state: string, key: string): string | undefined {
    this.turnTo(state)
    return this.texts.get(key)
  }

  /** Keeps a text of the state that was looked for last; one of an older state is of no use any more. */
  keep(state: string, key: string, text: string): void {
    const size = sizeOf(key, text)
    if (state !== this.state || this.texts.has(key) || size > this.maxBytes) return
    this.texts.set(key, text)
    this.bytes += size
    for (const [oldest, old] of this.texts) {
      if (this.bytes <= this.maxBytes) break
      this.texts.delete(oldest)
      this.bytes -= sizeOf(oldest, old)
    }
  }

  private turnTo(state: string) {
    if (state === this.state) return
    this.state = state
    this.texts.clear()
    this.bytes = 0
  }
}

function sizeOf(key: string, text: string): number {
  return (key.length + text.length) * BYTES_A_CHARACTER + OVERHEAD
}
