import { DEPLOYED } from '@touchstone/sim/contracts'
import { Simulation } from '@touchstone/sim/simulation'
import { startTestPostgres } from '@touchstone/stack/testing'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from './testing/anvil'
import { AT_MIGRATION, atCommit, atTable, type Barrier, strikeAt } from './testing/barrier'
import { openClient } from './testing/indexer'
import { SupervisedIndexer, waitForQuiet } from './testing/supervised'
import { findDifferences } from './testing/truth'

const FINALITY = 5

/** Where the process is killed in the order of its life, and what the chain does to bring it there. */
const POINTS: { name: string; barrier: Barrier; act(simulation: Simulation): void }[] = [
  { name: 'while rows of new blocks are written', barrier: atTable('settlement', 'after insert'), act: grow },
  { name: 'at the commit of a block', barrier: atCommit('account'), act: grow },
  {
    name: 'while progress is noted',
    barrier: atTable('squid_processor.status', 'after update'),
    act: (simulation) => simulation.mine(),
  },
  {
    name: 'while blocks are rolled back',
    barrier: atTable('squid_processor.hot_block', 'after delete'),
    act: (simulation) => simulation.fork(3),
  },
  {
    name: 'while all facts are dropped',
    barrier: atTable('settlement', 'before truncate', 'statement'),
    act: (simulation) => simulation.fork(3 * FINALITY),
  },
]

/** Until something is settled and moved. */
function grow(simulation: Simulation): void {
  const table = simulation.world.truth.table('settlement')
  const before = table.size
  while (table.size < before + 10) simulation.mine()
}

const simulation = new Simulation({ seed: 11, finality: FINALITY, capability: 'none' })
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: SupervisedIndexer | undefined

beforeAll(async () => {
  for (let n = 0; n < 20; n++) simulation.mine()
  postgres = await startTestPostgres()
  client = await openClient(postgres.url)
})

afterAll(async () => {
  await indexer?.stop()
  await client?.end()
  await postgres?.stop()
})

async function expectTruth(running: SupervisedIndexer) {
  await waitForQuiet(simulation, client, running)
  expect(await findDifferences(client, simulation.truth()), running.output().slice(-3000)).toEqual([])
}

describe('an indexer that is killed', () => {
  it('has the right rows after the next start: while tables are made', async () => {
    let starting: Promise<SupervisedIndexer> | undefined
    const start = () => {
      starting = SupervisedIndexer.start({
        chain: simulation.chain,
        deployed: DEPLOYED,
        databaseUrl: postgres.url,
        finality: FINALITY,
        transport: 'ws',
        hasTraceApi: false,
        hasDebugApi: false,
      })
      void starting.then((started) => {
        indexer = started
      })
    }
    await strikeAt(client, AT_MIGRATION, { act: start, poke: () => undefined, strike: () => indexer?.kill() })
    if (!starting) throw new Error('It was not started.')
    const running = await starting
    await expectTruth(running)
    expect(running.starts).toBe(2)
  }, 90_000)

  it.each(POINTS)(
    'has the right rows after the next start: $name',
    async ({ barrier, act }) => {
      if (!indexer) throw new Error('It was not started.')
      const running = indexer
      const before = running.starts
      // A head that was pushed while the process was starting is not pushed again.
      const poke = () => void simulation.mineEmpty()
      await strikeAt(client, barrier, { act: () => act(simulation), poke, strike: () => running.kill() })
      await waitUntil('it is started again', async () => running.starts > before)
      await expectTruth(running)
    },
    90_000,
  )
})
