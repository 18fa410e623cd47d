import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Keeper } from '../disk/keeper.js'
import type { Database } from '../disk/store.js'
import type { LogFilter } from '../query/logFilter.js'
import { Backfill } from './backfill.js'
import type { Need } from './need.js'
import type { RangeFetcher, RangeListener, RangeQuestion } from './rangeFetcher.js'

const FILTER: LogFilter = { address: [`0x${'11'.repeat(20)}`], topics: [] }
const NEED = { id: 'one', logs: [FILTER], calls: [] } as unknown as Need
const LIMIT = 1_000_000
const LOGS_A_BLOCK = 80

/** A chain with `density` logs in each block, of which everything is had at once. */
function build(density: number, hold?: Promise<void>) {
  const keeper = new Keeper({ batch: async () => undefined } as unknown as Database)
  const asked: RangeQuestion[] = []
  const fetcher = {
    async fetch(_need: Need, question: RangeQuestion, told: RangeListener) {
      asked.push(question)
      await turn()
      const blocks = question.to - question.from + 1
      told.found({ all: blocks * density, late: Math.ceil(blocks / 2) * density })
      await hold
      await keeper.keep([], question)
    },
  } as unknown as RangeFetcher
  return { backfill: new Backfill(NEED, fetcher, keeper), asked, keeper }
}

async function settle(asked: readonly unknown[]) {
  for (let before = -1; before < asked.length; ) {
    before = asked.length
    for (let n = 0; n < 20; n++) await turn()
  }
}

describe('fetching ahead of a client', () => {
  it('stops some ranges ahead of what the client asked for, and goes on with its next query', async () => {
    const { backfill, asked } = build(LOGS_A_BLOCK)
    await backfill.reach(0, LIMIT)
    await settle(asked)
    const first = asked.at(-1)?.to ?? 0
    expect(first).toBeGreaterThan(150)
    expect(first).toBeLessThan(500)
    await backfill.reach(150, LIMIT)
    await settle(asked)
    expect(asked.at(-1)?.to).toBe(first + 150)
  })

  it('asks for nothing twice and leaves no gap', async () => {
    const { backfill, asked, keeper } = build(LOGS_A_BLOCK)
    for (let at = 0; at < 3_000; at = (await backfill.reach(at, 3_000)) + 1);
    await settle(asked)
    const ranges = asked.map(({ from, to }) => [from, to] as const).sort(([a], [b]) => a - b)
    for (const [n, [from]] of ranges.entries()) expect(from).toBe(n === 0 ? 0 : (ranges[n - 1]?.[1] ?? 0) + 1)
    expect(keeper.endOfCovered(NEED.logs, NEED.calls, 0)).toBe(3_000)
  })

  it('starts nothing beside a first range that is very full, and more beside one that is not', async () => {
    for (const [density, started] of [[2 * LOGS_A_BLOCK, 1] as const, [1, 8] as const]) {
      const { backfill, asked } = build(density, new Promise(() => undefined))
      void backfill.reach(0, LIMIT)
      await settle(asked)
      expect(asked).toHaveLength(started)
    }
  })
})
