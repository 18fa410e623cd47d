/** Counts of observations by size, cumulative, as Prometheus wants them. */
export interface Histogram {
  observe(value: number): void
  toLines(name: string): string[]
}

/** @param bounds upper ends of the buckets, ascending; one without end is added. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0)
  let sum = 0
  let count = 0
  return {
    observe(value) {
      sum += value
      count += 1
      for (const [at, bound] of bounds.entries()) if (value <= bound) counts[at] = (counts[at] ?? 0) + 1
    },
    toLines: (name) => [
      `# TYPE ${name} histogram`,
      ...bounds.map((bound, at) => `${name}_bucket{le="${bound}"} ${counts[at]}`),
      `${name}_bucket{le="+Inf"} ${count}`,
      `${name}_sum ${sum}`,
      `${name}_count ${count}`,
    ],
  }
}

/** One figure in the text form of Prometheus. */
export function toLines(name: string, type: 'gauge' | 'counter', value: number): string[] {
  return [`# TYPE ${name} ${type}`, `${name} ${value}`]
}
