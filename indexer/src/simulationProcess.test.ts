import { DEPLOYED } from '@touchstone/sim/contracts'
import { drawFaults, FaultyNode } from '@touchstone/sim/faults'
import { createRng } from '@touchstone/sim/rng'
import { Simulation } from '@touchstone/sim/simulation'
import { startTestServer } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { describe, expect, it } from 'vitest'
import { openClient } from './testing/indexer'
import { readSeeds } from './testing/seeds'
import { SupervisedIndexer, waitForQuiet } from './testing/supervised'
import { findDifferences } from './testing/truth'

const FINALITY = 5
const STEPS = 60
const STEP_MS = 60
const HOUR_MS = 3_600_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets a chain live before the eyes of a real indexer whose RPC, database and life are taken from it by the plan. */
async function live(seed: number) {
  const plan = drawFaults(seed)
  const rng = createRng(seed ^ 0x1f123bb5)
  // Apart from the others', so that what a seed once found it finds again.
  const machine = createRng(seed ^ 0x6a09e667)
  // One RPC in three has no trace API, one has debug_* alone.
  const [hasTraceApi, hasDebugApi] = [seed % 3 === 0, seed % 3 !== 1]
  const capability = hasTraceApi ? 'frames+calls' : hasDebugApi ? 'frames' : 'none'
  const simulation = new Simulation({ seed, finality: FINALITY, capability })
  const node = new FaultyNode(seed, plan, simulation.chain)
  // A server of its own, which goes down alone.
  const server = await startTestServer()
  await migrate(server.url)
  let client = await openClient(server.url)
  const seen = { restarts: 0, clockSteps: 0 }
  const transport = seed % 2 === 0 ? 'http' : 'ws'
  const { chain } = simulation
  const place = { databaseUrl: server.url, finality: FINALITY, transport, hasTraceApi, hasDebugApi } as const
  const indexer = await SupervisedIndexer.start({ ...place, chain, deployed: DEPLOYED, hooks: node })
  try {
    for (let step = 0; step < STEPS; step++) {
      if (rng.chance(plan.deepReorg) && simulation.head > 3 * FINALITY) simulation.fork(2 * FINALITY)
      else if (rng.chance(plan.reorg) && simulation.head > FINALITY) simulation.fork(rng.int(1, FINALITY))
      else simulation.mine()
      if (rng.chance(plan.kill)) indexer.kill()
      if (rng.chance(plan.databaseError))
        await client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
        )
      if (machine.chance(plan.databaseRestart)) {
        await server.restart()
        client = await openClient(server.url)
        seen.restarts += 1
      }
      if (machine.chance(plan.clockStep)) {
        await indexer.setClock(machine.int(-HOUR_MS, HOUR_MS))
        seen.clockSteps += 1
      }
      await pause(STEP_MS)
    }
    node.calm()
    await waitForQuiet(simulation, client, indexer)
    expect(await findDifferences(client, simulation.truth()), `seed ${seed}\n${indexer.output().slice(-3000)}`).toEqual(
      [],
    )
    const faults = Object.values(node.happened).reduce((sum, count) => sum + count, 0)
    return { ...seen, faults, starts: indexer.starts }
  } finally {
    await indexer.stop()
    await client.end()
    await server.stop()
  }
}

describe('the indexer as a process', () => {
  const seeds = readSeeds('process')
  const seen = { faults: 0, starts: 0, restarts: 0, clockSteps: 0 }

  it.each(seeds)(
    'holds the truth once its RPC and database are well again: seed %i',
    async (seed) => {
      const happened = await live(seed)
      for (const kind of ['faults', 'starts', 'restarts', 'clockSteps'] as const) seen[kind] += happened[kind]
    },
    120_000,
  )

  it('was failed by all of them, and by the machine, and ended more than once', () => {
    expect(seen.faults).toBeGreaterThan(8 * seeds.length)
    expect(seen.starts).toBeGreaterThan(seeds.length)
    expect(seen.restarts).toBeGreaterThan(0)
    expect(seen.clockSteps).toBeGreaterThan(0)
  })
})
