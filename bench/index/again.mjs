/**
 * A second sync from the gateway's disk: no request for what final blocks hold, and the same time at 0 and at 250 ms of
 * latency. The RPC is still asked for its head, by the indexer for blocks that are not final, and by the gateway for two
 * headers that tell whether what it keeps is of this chain: these requests are counted apart. The gateway's audit of the
 * first sync ends before the second begins.
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { note } from './harness/note.mjs'
import { countOnChain, syncFromGateway, waitForAudit } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const SETTINGS = { blocks: 200_000, density: 0.02, perBlock: 10 }
const ROUNDS = 3

const databases = await startDatabases()
try {
  const dataDir = makeDataDir()
  const times = {}
  for (const latencyMs of [0, 250]) {
    const chain = await startChain({ ...SETTINGS, latencyMs })
    try {
      const expected = await countOnChain(chain)
      if (latencyMs === 0) {
        await note('first sync', syncFromGateway(chain, databases, dataDir, expected))
        await waitForAudit(chain, dataDir)
      }
      const runs = []
      for (let round = 0; round < ROUNDS; round++)
        runs.push(await note(`again, ${latencyMs} ms`, syncFromGateway(chain, databases, dataDir, expected)))
      const { finalByMethod } = await chain.stats()
      times[latencyMs] = Math.min(...runs.map(({ ms }) => ms))
      const result = { bench: 'again', case: `${SETTINGS.blocks} blocks, ${latencyMs} ms` }
      report({ ...result, metric: 'time', value: times[latencyMs] / 1000, unit: 's' })
      const ofFinal = Object.entries(finalByMethod).filter(([method]) => method !== 'eth_getBlockByNumber')
      const value = ofFinal.reduce((sum, [, count]) => sum + count, 0)
      report({ ...result, metric: 'calls for what final blocks hold', value, unit: 'calls' }, { below: 1 })
      const headers = finalByMethod.eth_getBlockByNumber ?? 0
      report({ ...result, metric: 'calls for headers of final blocks', value: headers, unit: 'calls' })
      report({ ...result, metric: 'requests of all kinds', value: runs.at(-1).requests, unit: 'requests' })
    } finally {
      await chain.stop()
    }
  }
  const result = { bench: 'again', case: `${SETTINGS.blocks} blocks, 250 ms against 0 ms` }
  report({ ...result, metric: 'time', value: times[250] / times[0], unit: 'times' }, { below: 1.1 })
} finally {
  await databases.stop()
}
