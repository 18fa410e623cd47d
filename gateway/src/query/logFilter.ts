/** Which logs: any of the addresses, and at each place any of the topics; null: whatever stands there. Sorted, lower case. */
export interface LogFilter {
  address: readonly string[] | null
  topics: readonly (readonly string[] | null)[]
}

export interface FilteredLog {
  address: string
  topics: readonly string[]
}

/** Sorted copy without repetitions and without trailing wildcards; the same logs match. */
export function normaliseFilter(filter: LogFilter): LogFilter {
  const tidy = (values: readonly string[] | null) => (values === null ? null : [...new Set(values)].sort())
  const topics = filter.topics.map(tidy)
  while (topics.length > 0 && topics.at(-1) === null) topics.pop()
  return { address: tidy(filter.address), topics }
}

export function matchesFilter(filter: LogFilter, log: FilteredLog): boolean {
  if (filter.address && !filter.address.includes(log.address)) return false
  return filter.topics.every((wanted, place) => {
    const topic = log.topics[place]
    return wanted === null || (topic !== undefined && wanted.includes(topic))
  })
}

/** Whether every log that matches `inner` also matches `outer`. */
export function containsFilter(outer: LogFilter, inner: LogFilter): boolean {
  if (!containsValues(outer.address, inner.address)) return false
  return outer.topics.every((wanted, place) => containsValues(wanted, inner.topics[place] ?? null))
}

function containsValues(outer: readonly string[] | null, inner: readonly string[] | null): boolean {
  if (outer === null) return true
  return inner?.every((value) => outer.includes(value)) ?? false
}

/**
 * The same logs in fewer filters. Two are joined only where the union is exact: they differ in the addresses alone, or in
 * the topics of one place alone. A filter without address therefore stays beside those with one.
 */
export function mergeFilters(filters: readonly LogFilter[]): LogFilter[] {
  let merged = filters.map(normaliseFilter)
  for (let place = -1; place < 4; place++) merged = mergeAt(merged, place)
  return merged.filter(
    (filter, n) =>
      !merged.some((other, m) => m !== n && containsFilter(other, filter) && (m < n || !containsFilter(filter, other))),
  )
}

/** `place` -1 is the address. */
function mergeAt(filters: LogFilter[], place: number): LogFilter[] {
  const groups = new Map<string, LogFilter[]>()
  for (const filter of filters) {
    const rest = [filter.address, ...Array.from({ length: 4 }, (_, n) => filter.topics[n] ?? null)]
    const key = JSON.stringify(rest.map((values, n) => (n === place + 1 ? 0 : values)))
    groups.set(key, [...(groups.get(key) ?? []), filter])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first || group.length === 1) return group
    if (place === -1) return normaliseFilter({ ...first, address: unite(group.map((filter) => filter.address)) })
    const topics = Array.from({ length: 4 }, (_, n) => first.topics[n] ?? null)
    topics[place] = unite(group.map((filter) => filter.topics[place] ?? null))
    return normaliseFilter({ ...first, topics })
  })
}

function unite(lists: (readonly string[] | null)[]): string[] | null {
  return lists.includes(null) ? null : lists.flatMap((values) => values ?? [])
}

/** Parameters of `eth_getLogs` for the filter. */
export function toLogParams(filter: LogFilter, from: number, to: number) {
  return {
    fromBlock: `0x${from.toString(16)}`,
    toBlock: `0x${to.toString(16)}`,
    ...(filter.address && { address: filter.address.length === 1 ? filter.address[0] : filter.address }),
    ...(filter.topics.length > 0 && {
      topics: filter.topics.map((wanted) => (wanted?.length === 1 ? wanted[0] : wanted)),
    }),
  }
}
