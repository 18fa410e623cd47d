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
import { digestFacts, openClient } from './testing/indexer'
import { buildBlock, CONTEXT, type TxDraft, WATCHED } from './testing/logs'
import { anyTransaction } from './testing/random'
import { writeBatch } from './write'

const FINALITY = 3
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
  blocks: fc.array(fc.array(anyTransaction, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
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
  const database = new FactsDatabase(postgres.url, () => undefined)
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

/** Reads a chain that never forked, in one batch. */
async function replay(chain: ChainBlock[]) {
  await withDatabase(async (database) => {
    const nextHead = headOf(chain.at(-1) ?? GENESIS)
    await database.transact({ prevHead: headOf(GENESIS), nextHead }, (store) =>
      writeBatch(store, decodeAll(chain), CONTEXT),
    )
  })
}

const decodeAll = (blocks: ChainBlock[]) => blocks.map((block) => decodeBlock(block, WATCHED))

describe('facts', () => {
  it('are the same after any forks, block by block, as after one batch over the final chain', async () => {
    let rows = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
        const chain = await liveThrough(steps)
        const lived = await digestFacts(client)
        await replay(chain)
        expect(lived).toEqual(await digestFacts(client))
        rows += Object.values(lived).reduce((sum, digest) => sum + Number.parseInt(digest, 10), 0)
      }),
      { numRuns: 12, endOnFailure: true },
    )
    // An empty chain would equal itself: the runs must have written something.
    expect(rows).toBeGreaterThan(100)
  }, 120_000)
})
