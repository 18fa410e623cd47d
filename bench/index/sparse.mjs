/**
 * A sparse chain, one block in a hundred holding a settle call, over an RPC with 80 ms of latency: requests and time of our
 * indexer from an empty gateway, of evm-processor's own RPC mode, of ponder and of envio. All must end with the same rows.
 * SPARSE_BLOCKS sets the length (100000).
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { assertSameRows, note } from './harness/note.mjs'
import { envio, ponder } from './harness/peers.mjs'
import { countOnChain, syncFromGateway, syncFromRpc, syncPeer } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const BLOCKS = Number(process.env.SPARSE_BLOCKS ?? 100_000)
const LATENCY_MS = 80
const SETTINGS = { blocks: BLOCKS, density: 0.01, perBlock: 10, latencyMs: LATENCY_MS }

console.error(`  ${JSON.stringify(SETTINGS)}; all indexers on one machine with the RPC and one PostgreSQL`)
console.error('  not timed: making tables, envio codegen. ponder limits its own request rate; envio stops by itself')
const databases = await startDatabases()
const chain = await startChain(SETTINGS)
try {
  const expected = await countOnChain(chain)
  const runs = {
    gateway: await note('gateway', syncFromGateway(chain, databases, makeDataDir(), expected)),
    envio: await note('envio', syncPeer(envio, chain, databases, expected)),
    ponder: await note('ponder', syncPeer(ponder, chain, databases, expected)),
    'evm-processor': await note('evm-processor', syncFromRpc(chain, databases, expected)),
  }
  compare(runs)
} finally {
  await chain.stop()
  await databases.stop()
}

function compare(runs) {
  assertSameRows(runs)
  const result = { bench: 'sparse', case: `${BLOCKS} blocks, 1 % with logs, ${LATENCY_MS} ms` }
  for (const [name, { ms, requests }] of Object.entries(runs)) {
    report({ ...result, metric: `${name}: time`, value: ms / 1000, unit: 's' })
    report({ ...result, metric: `${name}: requests`, value: requests, unit: 'requests' })
  }
  const { gateway, 'evm-processor': own } = runs
  const best = Math.min(runs.envio.ms, runs.ponder.ms)
  const times = { ...result, unit: 'times' }
  report(
    { ...times, metric: 'requests against evm-processor', value: own.requests / gateway.requests },
    { atLeast: 50 },
  )
  report({ ...times, metric: 'time against evm-processor', value: own.ms / gateway.ms }, { atLeast: 15 })
  report({ ...times, metric: 'time against the best peer', value: best / gateway.ms }, { atLeast: 8 })
}
