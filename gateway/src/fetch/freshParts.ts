import type { Need } from './need.js'

/** What is fetched ahead of a client that reads at all is less. */
const MAX_BYTES = 48 * 1024 * 1024
const MAX_PARTS = 128
/** As a page that is read from disk. */
const MAX_TAKEN_BYTES = 1_500_000

/** A block of an answer, as bytes of JSON. */
export interface FreshBlock {
  block: number
  text: Buffer
}

/** Blocks in which a need finds something, of a range that was kept just now. */
export interface FreshPart {
  from: number
  to: number
  /** Ascending. */
  blocks: FreshBlock[]
}

/**
 * Answers about what was kept just now, until the client that it was fetched for comes for them: reading it back from disk
 * and matching it once more costs as much as fetching it. Bytes, not text: the garbage collector need not look at them. What
 * nobody comes for gives way to what is newer; it is on disk.
 */
export class FreshParts {
  private parts: KeyedPart[] = []

  put(key: string, part: FreshPart): void {
    if (part.blocks.length === 0) return
    this.parts.push({ ...part, key, bytes: sizeOf(part.blocks) })
    let total = this.parts.reduce((sum, { bytes }) => sum + bytes, 0)
    while (total > MAX_BYTES || this.parts.length > MAX_PARTS) total -= this.parts.shift()?.bytes ?? 0
  }

  /**
   * Takes out what there is from `from` on, at most up to `to`, in one page.
   * @returns undefined where it has to be read from disk.
   */
  take(key: string, from: number, to: number): { end: number; blocks: FreshBlock[] } | undefined {
    const part = this.parts.find((one) => one.key === key && one.from <= from && from <= one.to)
    if (!part) return undefined
    const first = part.blocks.findIndex(({ block }) => block >= from)
    const ahead = first === -1 ? [] : part.blocks.slice(first)
    const blocks: FreshBlock[] = []
    let bytes = 0
    for (const one of ahead) {
      if (one.block > to || bytes > MAX_TAKEN_BYTES) break
      blocks.push(one)
      bytes += one.text.length
    }
    const next = ahead[blocks.length]
    const end = Math.min(to, next === undefined ? part.to : next.block - 1)
    this.parts = this.parts.flatMap((one) => {
      if (one === part) return end < part.to ? [cutBefore(part, end + 1, ahead.slice(blocks.length))] : []
      // The client has gone by.
      return one.key === key && one.to < from ? [] : [one]
    })
    return { end, blocks }
  }
}

/** Equal for needs of which the same is served; undefined where serving takes more than logs and their transactions. */
export function servedKey({ id, calls, matchesLogsAlone, select }: Need): string | undefined {
  if (!matchesLogsAlone || calls.length > 0 || select.receipt.length > 0) return undefined
  return `${id} ${JSON.stringify(select)}`
}

interface KeyedPart extends FreshPart {
  key: string
  bytes: number
}

/** What is left of a part from a block on. */
function cutBefore(part: KeyedPart, from: number, blocks: FreshBlock[]): KeyedPart {
  return { ...part, from, blocks, bytes: sizeOf(blocks) }
}

function sizeOf(blocks: readonly FreshBlock[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}
