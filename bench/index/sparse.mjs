/**
 * A sparse chain, one block in a hundred holding a settle call, over an RPC with 80 ms of latency: requests and time of our
 * indexer from an empty gateway, of evm-processor's own RPC mode, of ponder and of envio. All must end with the same rows.
 * Twice: with calls that settle one item, and ten. Ours and envio run three times in turn, and the middle one counts.
 * SPARSE_BLOCKS sets the length (100000), SPARSE_PEERS whom to compare (envio,ponder,evm-processor).
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { assertSameRows, note } from './harness/note.mjs'
import { envio, ponder } from './harness/peers.mjs'
import { countOnChain, middleOf, syncFromGateway, syncFromRpc, syncPeer } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const BLOCKS = Number(process.env.SPARSE_BLOCKS ?? 100_000)
const LATENCY_MS = 80
const PEERS = (process.env.SPARSE_PEERS ?? 'envio,ponder,evm-processor').split(',')
const ROUNDS = 3
const SYNCS = {
  gateway: (chain, databases, expected) => syncFromGateway(chain, databases, makeDataDir(), expected),
  envio: (chain, databases, expected) => syncPeer(envio, chain, databases, expected),
  ponder: (chain, databases, expected) => syncPeer(ponder, chain, databases, expected),
  'evm-processor': syncFromRpc,
}

console.error('  all indexers on one machine with the RPC and one PostgreSQL')
console.error('  not timed: making tables, envio codegen. ponder limits its own request rate; envio stops by itself')
const databases = await startDatabases()
try {
  for (const perBlock of [1, 10]) await measure(perBlock)
} finally {
  await databases.stop()
}

/** @param {number} perBlock items of each settle call. */
async function measure(perBlock) {
  const settings = { blocks: BLOCKS, density: 0.01, perBlock, latencyMs: LATENCY_MS }
  console.error(`  ${JSON.stringify(settings)}`)
  const chain = await startChain(settings)
  try {
    const expected = await countOnChain(chain)
    const rounds = {}
    for (const name of order()) {
      const run = await note(name, SYNCS[name](chain, databases, expected))
      rounds[name] = [...(rounds[name] ?? []), run]
    }
    const runs = Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, middleOf(all)]))
    assertSameRows(runs)
    compare(runs, `${BLOCKS} blocks, 1 % with a call of ${perBlock}, ${LATENCY_MS} ms`)
  } finally {
    await chain.stop()
  }
}

/** Those that take seconds in turn, so that a busy minute is everybody's; the slow ones once. */
function order() {
  const isQuick = (name) => name === 'gateway' || name === 'envio'
  const all = ['gateway', ...PEERS]
  return [...Array(ROUNDS).fill(all.filter(isQuick)).flat(), ...all.filter((name) => !isQuick(name))]
}

function compare(runs, name) {
  const result = { bench: 'sparse', case: name, unit: 'times' }
  for (const [indexer, { ms, requests }] of Object.entries(runs)) {
    report({ ...result, metric: `${indexer}: time`, value: ms / 1000, unit: 's' })
    report({ ...result, metric: `${indexer}: requests`, value: requests, unit: 'requests' })
  }
  const { gateway, 'evm-processor': own, ...peers } = runs
  if (own) {
    const requests = own.requests / gateway.requests
    report({ ...result, metric: 'requests against evm-processor', value: requests }, { atLeast: 50 })
    report({ ...result, metric: 'time against evm-processor', value: own.ms / gateway.ms }, { atLeast: 15 })
  }
  const best = Math.min(...Object.values(peers).map(({ ms }) => ms))
  if (Number.isFinite(best))
    report({ ...result, metric: 'time against the best peer', value: best / gateway.ms }, { atLeast: 8 })
}
