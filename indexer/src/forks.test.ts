import { startTestPostgres } from '@touchstone/stack/testing'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import fc from 'fast-check'
import type { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FactsDatabase } from './database'
import { decodeBlock } from './decode/block'
import type { ChainBlock } from './decode/chain'
import { resetFacts } from './start/continuity'
import { seedNetwork } from './start/seed'
import { digestFacts, listStateDigests, openClient } from './testing/indexer'
import { buildBlock, CONTEXT as NETWORK_CONTEXT, type TxDraft, WATCHED } from './testing/logs'
import { anyTransaction } from './testing/random'
import { writeBatch } from './write'

const FINALITY = 3
/** Small, so that batches and forks lie across the kept digests. */
const DIGEST_INTERVAL = 2
const CONTEXT = { ...NETWORK_CONTEXT, digestInterval: DIGEST_INTERVAL }
const NETWORK: Parameters<typeof seedNetwork>[1] = {
  name: 'test',
  displayName: 'Test',
  chainId: CONTEXT.chainId,
  finality: FINALITY,
  rpc: [],
  ws: [],
  contracts: [...CONTEXT.contracts.values()],
  storage: { indexers: [], nodes: [] },
  trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
}

/** One step of a chain's life: drop the newest `depth` blocks, then add these. */
interface Step {
  depth: number
  blocks: TxDraft[][]
}

const step: fc.Arbitrary<Step> = fc.record({
  depth: fc.nat(FINALITY),
  blocks: fc.array(fc.array(anyTransaction, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
})

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let source: DataSource
let client: Client

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  source = await buildFactsSource(postgres.url).initialize()
  client = await openClient(postgres.url)
})

afterAll(async () => {
  await client?.end()
  await source?.destroy()
  await postgres?.stop()
})

const headOf = ({ height, hash }: ChainBlock) => ({ height, hash })
const GENESIS = buildBlock(0, [])

async function withDatabase(use: (database: FactsDatabase) => Promise<void>) {
  await resetFacts(source)
  await seedNetwork(source, NETWORK)
  const database = new FactsDatabase(postgres.url, () => undefined, DIGEST_INTERVAL)
  await database.connect()
  await database.transact({ prevHead: { height: -1, hash: '0x' }, nextHead: headOf(GENESIS) }, async () => undefined)
  try {
    await use(database)
  } finally {
    await database.disconnect()
  }
}

/** Lives through the steps block by block, rolling back where the chain does. @returns the chain at the end. */
async function liveThrough(steps: Step[]): Promise<ChainBlock[]> {
  const chain = [GENESIS]
  // Never falls, also where a fork makes the chain shorter.
  let finalized = 0
  await withDatabase(async (database) => {
    for (const [round, { depth, blocks }] of steps.entries()) {
      chain.length = Math.max(chain.length - depth, finalized + 1)
      const base = chain.at(-1) ?? GENESIS
      const added = blocks.map((drafts, n) => buildBlock(base.height + 1 + n, drafts, `${round}`))
      chain.push(...added)
      finalized = Math.max(chain.length - 1 - FINALITY, finalized)
      const final = chain[finalized] ?? GENESIS
      await database.transactHot2(
        { baseHead: headOf(base), finalizedHead: headOf(final), newBlocks: added.map(headOf) },
        async (store, from, to) => {
          await writeBatch(store, decodeAll(added.slice(from, to)), CONTEXT)
        },
      )
    }
  })
  return chain
}

/** Reads a chain that never forked, in final batches that end at these heights and at its end, each in parts of so many events. */
async function replay(chain: ChainBlock[], ends: number[] = [], partEvents?: number) {
  const last = chain.length - 1
  const heights = [...new Set([...ends.filter((height) => height > 0 && height < last), last])].sort((a, b) => a - b)
  await withDatabase(async (database) => {
    let from = 0
    for (const to of heights) {
      // Final blocks without logs are not delivered, but for the last of a batch.
      const batch = chain
        .slice(from + 1, to + 1)
        .filter((block, n) => block.transactions.length > 0 || n === to - from - 1)
      const heads = { prevHead: headOf(chain[from] ?? GENESIS), nextHead: headOf(chain[to] ?? GENESIS) }
      await database.transact(heads, async (store) => {
        await writeBatch(store, decodeAll(batch), CONTEXT, { partEvents })
      })
      from = to
    }
  })
}

const decodeAll = (blocks: ChainBlock[]) => blocks.map((block) => decodeBlock(block, WATCHED))

const anySteps = fc.array(step, { minLength: 3, maxLength: 6 })

describe('facts and their digests', () => {
  it('are the same after any forks, block by block, as after any batches over the final chain, written in any parts', async () => {
    let rows = 0
    let marks = 0
    await fc.assert(
      fc.asyncProperty(anySteps, fc.array(fc.nat(20)), fc.integer({ min: 1, max: 30 }), async (steps, ends, part) => {
        const chain = await liveThrough(steps)
        const lived = [await digestFacts(client), await listStateDigests(client)] as const
        await replay(chain, ends, part)
        expect([await digestFacts(client), await listStateDigests(client)]).toEqual(lived)
        rows += Object.values(lived[0]).reduce((sum, digest) => sum + Number.parseInt(digest, 10), 0)
        marks += Object.keys(lived[1]).length - 2
        expect(Object.keys(lived[1])).toHaveLength(Math.floor((chain.length - 1) / DIGEST_INTERVAL) + 2)
      }),
      { numRuns: 12, endOnFailure: true },
    )
    // An empty chain would equal itself: the runs must have written something.
    expect(rows).toBeGreaterThan(100)
    expect(marks).toBeGreaterThan(12)
  }, 120_000)

  it('differ together: another chain that gives other rows gives another digest from there on, and none before', async () => {
    let changed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 4 }),
        fc.nat(),
        anyTransaction,
        async (steps, at, tx) => {
          const drafts = steps.flatMap(({ blocks }) => blocks)
          const height = (at % drafts.length) + 1
          const build = (blocks: TxDraft[][]) => [GENESIS, ...blocks.map((txs, n) => buildBlock(n + 1, txs))]
          await replay(build(drafts))
          const [facts, digests] = [await digestFacts(client), await listStateDigests(client)]
          await replay(build(drafts.with(height - 1, [...(drafts[height - 1] ?? []), tx])))
          const [otherFacts, otherDigests] = [await digestFacts(client), await listStateDigests(client)]
          const isSame = digests.head === otherDigests.head
          if (isSame) expect(otherFacts).toEqual(facts)
          else changed += 1
          for (const [id, digest] of Object.entries(digests)) {
            if (id === 'start' || Number(id) < height) expect(otherDigests[id]).toBe(digest)
            else if (!isSame) expect(otherDigests[id]).not.toBe(digest)
          }
        },
      ),
      { numRuns: 12, endOnFailure: true },
    )
    expect(changed).toBeGreaterThan(6)
  }, 120_000)
})
