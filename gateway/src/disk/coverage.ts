import { createHash } from 'node:crypto'
import { containsFilter, type LogFilter } from '../query/logFilter.js'
import { addInterval, endOfRun, type Intervals, nextCovered, uniteIntervals } from './intervals.js'
import { type Database, put, type Write } from './store.js'

/** More combinations than this are not looked at one by one. */
const MAX_ATOMS = 4_096

interface Entry {
  filter: LogFilter
  intervals: Intervals
}

/**
 * Which filters were asked for which blocks, so that no final block is asked for twice. A filter counts as asked where any
 * wider filter was, also when several together make it up (its addresses and first topics are looked at one by one).
 */
export class Coverage {
  private readonly entries = new Map<string, Entry>()
  /** For each filter the entries that contain each of its parts; dropped when an entry is added. */
  private readonly known = new Map<string, { part: LogFilter; wider: Entry[] }[]>()

  /** @param kind first part of the keys: `l` for logs, `t` for transactions (a filter of callee and caller). */
  constructor(private readonly kind: 'l' | 't') {}

  async load(database: Database): Promise<void> {
    for await (const [key, value] of database.iterator({ gte: `c/${this.kind}/`, lt: `c/${this.kind}0` }))
      this.entries.set(key.slice(4), JSON.parse(String(value)) as Entry)
  }

  get size(): number {
    return this.entries.size
  }

  /** Every filter that was asked for this block. */
  filtersAt(block: number): LogFilter[] {
    return [...this.entries.values()]
      .filter(({ intervals }) => endOfRun(intervals, block) >= block)
      .map(({ filter }) => filter)
  }

  /** Last block up to which all of the filters are covered without a gap from `from` on; `from - 1` where none is. */
  endOfCovered(filters: readonly LogFilter[], from: number): number {
    let end = Number.MAX_SAFE_INTEGER
    for (const filter of filters) {
      for (const { wider } of this.partsOf(filter)) {
        end = Math.min(end, endOfRun(unite(wider), from))
        if (end < from) return end
      }
    }
    return end
  }

  /** What of the filters was not asked at `from`, and up to which block that stays so. */
  missingAt(filters: readonly LogFilter[], from: number): { filters: LogFilter[]; to: number } {
    let to = Number.MAX_SAFE_INTEGER
    const missing: LogFilter[] = []
    for (const filter of filters) {
      const addresses = new Set<string>()
      let isMissing = false
      for (const { part, wider } of this.partsOf(filter)) {
        const intervals = unite(wider)
        if (endOfRun(intervals, from) >= from) continue
        isMissing = true
        for (const address of part.address ?? []) addresses.add(address)
        const covered = nextCovered(intervals, from)
        if (covered !== undefined) to = Math.min(to, covered - 1)
      }
      if (isMissing) missing.push(filter.address ? { ...filter, address: [...addresses] } : filter)
    }
    return { filters: missing, to }
  }

  /** Notes that the filters were asked for [from, to]; the writes belong into the batch of what was found. */
  add(filters: readonly LogFilter[], from: number, to: number): { writes: Write[]; commit: () => void } {
    const changed = filters.map((filter) => ({ id: idOf(filter), filter }))
    const next = (id: string) => addInterval(this.entries.get(id)?.intervals ?? [], from, to)
    return {
      writes: changed.map(({ id, filter }) =>
        put(`c/${this.kind}/${id}`, JSON.stringify({ filter, intervals: next(id) })),
      ),
      commit: () => {
        for (const { id, filter } of changed) {
          const entry = this.entries.get(id)
          const intervals = next(id)
          if (entry) entry.intervals = intervals
          else {
            this.entries.set(id, { filter, intervals })
            this.known.clear()
          }
        }
      },
    }
  }

  private partsOf(filter: LogFilter) {
    const id = idOf(filter)
    const known = this.known.get(id)
    if (known) return known
    const parts = split(filter).map((part) => ({
      part,
      wider: [...this.entries.values()].filter((entry) => containsFilter(entry.filter, part)),
    }))
    this.known.set(id, parts)
    return parts
  }
}

/** Short, whatever the number of addresses. */
function idOf({ address, topics }: LogFilter): string {
  return createHash('sha256')
    .update(JSON.stringify([address, topics]))
    .digest('hex')
    .slice(0, 32)
}

function split(filter: LogFilter): LogFilter[] {
  const addresses = filter.address ?? [null]
  const topics = filter.topics[0] ?? [null]
  if (addresses.length * topics.length > MAX_ATOMS) return [filter]
  return addresses.flatMap((address) =>
    topics.map((topic) => ({
      address: address === null ? null : [address],
      topics: topic === null ? filter.topics : [[topic], ...filter.topics.slice(1)],
    })),
  )
}

function unite(entries: Entry[]): Intervals {
  const [first, ...rest] = entries
  return rest.reduce((union, entry) => uniteIntervals(union, entry.intervals), first?.intervals ?? [])
}
