import { DEPLOYED } from '@touchstone/sim/contracts'
import { Simulation } from '@touchstone/sim/simulation'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { describe, expect, it } from 'vitest'
import { openClient } from './testing/indexer'
import { SupervisedIndexer, waitForQuiet } from './testing/supervised'

const HOUR_MS = 3_600_000

describe('the indexer on a machine whose clock is set', () => {
  it.each([
    ['http', -HOUR_MS],
    ['http', HOUR_MS],
    ['ws', -HOUR_MS],
    ['ws', HOUR_MS],
  ] as const)(
    'knows how old its last batch is, and follows the chain: %s, %i ms',
    async (transport, offsetMs) => {
      const simulation = new Simulation({ seed: 7, finality: 5, capability: 'none' })
      const postgres = await startTestPostgres()
      await migrate(postgres.url)
      const client = await openClient(postgres.url)
      const place = { databaseUrl: postgres.url, finality: 5, transport } as const
      const indexer = await SupervisedIndexer.start({ ...place, chain: simulation.chain, deployed: DEPLOYED })
      try {
        for (let block = 0; block < 10; block++) simulation.mine()
        await waitForQuiet(simulation, client, indexer)
        await indexer.setClock(offsetMs)
        const { status, lastBatchAgeMs } = await indexer.health()
        expect(status).toBe(200)
        expect(lastBatchAgeMs).toBeGreaterThanOrEqual(0)
        for (let block = 0; block < 10; block++) simulation.mine()
        await waitForQuiet(simulation, client, indexer)
        expect(indexer.starts).toBe(1)
      } finally {
        await indexer.stop()
        await client.end()
        await postgres.stop()
      }
    },
    120_000,
  )
})
