/**
 * A second sync from the gateway's disk: no request for what final blocks hold, and the same time at 0 and at 250 ms of
 * latency. The RPC is still asked for its head, by the indexer for blocks that are not final, and by the gateway for two
 * headers that tell whether what it keeps is of this chain: these requests are counted apart. The gateway's audit of the
 * first sync ends before the second begins. Syncs of a latency differ by a fifth, so there are seven of each, in turn.
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { note } from './harness/note.mjs'
import { countOnChain, middleOf, syncFromGateway, waitForAudit } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const CHAIN = { blocks: 200_000, density: 0.02, perBlock: 10 }
const LATENCIES_MS = [0, 250]
const ROUNDS = 7

const databases = await startDatabases()
const dataDir = makeDataDir()
const chains = []
try {
  for (const latencyMs of LATENCIES_MS)
    chains.push({ latencyMs, runs: [], ...(await startChain({ ...CHAIN, latencyMs })) })
  const expected = await countOnChain(chains[0])
  await note('first sync', syncFromGateway(chains[0], databases, dataDir, expected))
  await waitForAudit(chains[0], dataDir)
  for (let round = 0; round < ROUNDS; round++) {
    // What a machine gains or loses from one sync to the next is each latency's as often.
    for (const chain of round % 2 === 0 ? chains : chains.toReversed()) {
      const sync = await note(`again, ${chain.latencyMs} ms`, syncFromGateway(chain, databases, dataDir, expected))
      chain.runs.push({ ...sync, ...(await countOfFinal(chain)) })
    }
  }
  const [fast, slow] = chains.map(tell)
  const result = { bench: 'again', case: `${CHAIN.blocks} blocks, ${LATENCIES_MS[1]} ms against ${LATENCIES_MS[0]} ms` }
  report({ ...result, metric: 'time', value: slow / fast, unit: 'times' }, { below: 1.1 })
} finally {
  for (const chain of chains) await chain.stop()
  await databases.stop()
}

/** Calls of the last sync for what final blocks hold, and for their headers. */
async function countOfFinal(chain) {
  const { eth_getBlockByNumber: headers = 0, ...held } = (await chain.stats()).finalByMethod
  return { headers, held: Object.values(held).reduce((sum, count) => sum + count, 0) }
}

/** Reports a latency's syncs: the middle one's time, the worst one's calls. @returns its time, ms. */
function tell({ latencyMs, runs }) {
  const result = { bench: 'again', case: `${CHAIN.blocks} blocks, ${latencyMs} ms` }
  const most = (metric) => Math.max(...runs.map((run) => run[metric]))
  const { ms } = middleOf(runs)
  report({ ...result, metric: 'time', value: ms / 1000, unit: 's' })
  report({ ...result, metric: 'calls for what final blocks hold', value: most('held'), unit: 'calls' }, { below: 1 })
  report({ ...result, metric: 'calls for headers of final blocks', value: most('headers'), unit: 'calls' })
  report({ ...result, metric: 'requests of all kinds', value: most('requests'), unit: 'requests' })
  return ms
}
