/**
 * 20 000 settlements in 2 000 blocks, without latency: our whole indexer from the gateway's disk, and the peers from the
 * RPC, ponder also from what it has kept of a first run. All must end with the same rows.
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { assertSameRows, note } from './harness/note.mjs'
import { envio, ponder } from './harness/peers.mjs'
import { countOnChain, syncFromGateway, syncPeer } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const SETTINGS = { blocks: 2_020, density: 1, perBlock: 10, latencyMs: 0 }

console.error(`  ${JSON.stringify(SETTINGS)}; times run from the start of each process, its loading included`)
const databases = await startDatabases()
const chain = await startChain(SETTINGS)
try {
  const expected = await countOnChain(chain)
  const dataDir = makeDataDir()
  const runs = {
    'gateway, first sync': await note('gateway, first sync', syncFromGateway(chain, databases, dataDir, expected)),
    'gateway, from disk': await note('gateway, from disk', syncFromGateway(chain, databases, dataDir, expected)),
    envio: await note('envio', syncPeer(envio, chain, databases, expected)),
    ponder: await note('ponder', syncPeer(ponder, chain, databases, expected)),
  }
  assertSameRows(runs)
  const result = { bench: 'throughput', case: `${expected} settlements in ${SETTINGS.blocks} blocks` }
  const rate = ({ ms }) => expected / (ms / 1000)
  for (const [name, run] of Object.entries(runs))
    report({ ...result, metric: name, value: rate(run), unit: 'settlements/s' })
  const best = Math.max(rate(runs.envio), rate(runs.ponder))
  const ours = rate(runs['gateway, from disk'])
  report({ ...result, metric: 'against the best peer', value: ours / best, unit: 'times' }, { atLeast: 2 })
} finally {
  await chain.stop()
  await databases.stop()
}
