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
 * finds no room is on disk. A client reads in order: what was there first it needs first, and only what is for others, who
 * have not come for longer, gives way.
 */
export class FreshParts {
  /** By need; the one that was asked for most recently is last. */
  private readonly clients = new Map<string, SizedPart[]>()

  put(key: string, part: FreshPart): void {
    if (part.blocks.length === 0) return
    const bytes = sizeOf(part.blocks)
    const isFull = () => {
      const parts = [...this.clients.values()].flat()
      return parts.length >= MAX_PARTS || parts.reduce((sum, one) => sum + one.bytes, bytes) > MAX_BYTES
    }
    for (const other of this.clients.keys()) {
      if (other === key || !isFull()) break
      this.clients.delete(other)
    }
    if (isFull()) return
    this.clients.set(key, [...(this.clients.get(key) ?? []), { ...part, bytes }])
  }

  /**
   * Takes out what there is from `from` on, at most up to `to`, in one page.
   * @returns undefined where it has to be read from disk.
   */
  take(key: string, from: number, to: number): { end: number; blocks: FreshBlock[] } | undefined {
    const known = this.clients.get(key)
    if (!known) return undefined
    // What the client has gone by it does not come back for.
    const parts = known.filter((one) => one.to >= from)
    const found = parts.find((one) => one.from <= from)
    const { page, rest } = found ? cut(found, from, to) : { page: undefined, rest: [] }
    this.clients.delete(key)
    const left = [...rest, ...parts.filter((one) => one !== found)]
    if (left.length > 0) this.clients.set(key, left)
    return page
  }
}

/** Equal for needs of which the same is served; undefined where serving takes more than what was found and its headers. */
export function servedKey({ id, isPlain, select }: Need): string | undefined {
  return isPlain ? `${id} ${JSON.stringify(select)}` : undefined
}

interface SizedPart extends FreshPart {
  bytes: number
}

/** A page of a part from `from` on, at most up to `to`, and what is left behind it. */
function cut(part: SizedPart, from: number, to: number) {
  const ahead = part.blocks.filter(({ block }) => block >= from)
  const blocks: FreshBlock[] = []
  let bytes = 0
  for (const one of ahead) {
    if (one.block > to || bytes > MAX_TAKEN_BYTES) break
    blocks.push(one)
    bytes += one.text.length
  }
  const left = ahead.slice(blocks.length)
  const end = Math.min(to, left[0] === undefined ? part.to : left[0].block - 1)
  const rest = end < part.to ? [{ ...part, from: end + 1, blocks: left, bytes: sizeOf(left) }] : []
  return { page: { end, blocks }, rest }
}

function sizeOf(blocks: readonly FreshBlock[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}
