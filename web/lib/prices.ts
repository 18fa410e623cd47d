import { formatPricePerMillion } from './format'

/** What a provider asked for a token during an interval of blocks. */
export interface PricedRevision {
  provider: string
  fromBlock: number
  fromTime: string
  toBlock: number | null
  inputPrice: string
  outputPrice: string
}

/** Which of the two prices. */
export type PriceOf = 'outputPrice' | 'inputPrice'

/** A provider's price over time as steps. Times in milliseconds, `until` exclusive; null where only the block is known. */
export interface PriceLine {
  provider: string
  steps: { from: number; until: number | null; price: number }[]
}

/** Lines drawn: more cannot be told apart. The table has all. */
export const MAX_LINES = 5

/**
 * Prices over time, the providers of newest revisions first. A revision ends where the next one of its provider begins
 * in the very same block; an end at another block has no known time, and the line ends there.
 */
export function toLines(revisions: readonly PricedRevision[], of: PriceOf, now: number): PriceLine[] {
  const providers = [...new Set([...revisions].sort((a, b) => b.fromBlock - a.fromBlock).map((one) => one.provider))]
  return providers.map((provider) => {
    const own = revisions.filter((one) => one.provider === provider).sort((a, b) => a.fromBlock - b.fromBlock)
    const steps = own.map((revision) => {
      const next = own.find(({ fromBlock }) => fromBlock === revision.toBlock)
      const end = next ? Date.parse(next.fromTime) : null
      const price = Number(BigInt(revision[of]) * 1_000_000n) / 1e18
      return { from: Date.parse(revision.fromTime), until: revision.toBlock === null ? now : end, price }
    })
    return { provider, steps }
  })
}

/** A dash pattern for each line, so that no colour is needed to tell them apart. */
export const DASHES = ['0', '7 4', '2 3', '10 3 2 3', '1 5'] as const

/** A moment on the axis with the price of each line then; null where a line has none, so that nothing is drawn. */
export type PricePoint = Readonly<Record<string, number | null>> & { readonly time: number }

/** The lines as rows for drawing: each step at its start and its end, with nothing between it and a later one. */
export function toPoints(lines: readonly PriceLine[]): PricePoint[] {
  const edges = lines.flatMap(({ steps }) =>
    steps.flatMap(({ from, until }) => [from, ...(until ? [until, until + 1] : [from + 1])]),
  )
  const last = Math.max(...lines.flatMap(({ steps }) => steps.map(({ from, until }) => until ?? from)))
  const times = [...new Set(edges)].filter((time) => time <= last).sort((a, b) => a - b)
  return times.map((time) => {
    const prices = lines.map(({ steps }, index) => [`line${index}`, priceAt(steps, time)] as const)
    return { time, ...Object.fromEntries(prices) } as PricePoint
  })
}

function priceAt(steps: PriceLine['steps'], time: number): number | null {
  const step = steps.findLast(({ from, until }) => from <= time && time <= (until ?? from))
  return step?.price ?? null
}

/** What the prices come to, as a heading: who asks what now, for a million tokens. */
export function describePrices(revisions: readonly PricedRevision[], of: PriceOf): string {
  const word = of === 'outputPrice' ? 'output' : 'input'
  const now = revisions.filter(({ toBlock }) => toBlock === null).map((revision) => BigInt(revision[of]))
  const sorted = now.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [low, high] = [sorted[0], sorted.at(-1)]
  if (low === undefined || high === undefined) return 'Nobody offers it now'
  const show = (price: bigint) => `${formatPricePerMillion(String(price))} 0G`
  const services = `${now.length} ${now.length === 1 ? 'service asks' : 'services ask'}`
  const range = low === high ? show(low) : `${show(low)} to ${show(high)}`
  return `${services} ${range} for a million ${word} tokens`
}
