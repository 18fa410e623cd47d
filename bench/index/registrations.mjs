/**
 * Registrations of ERC-8004 agents backfilled from the simulator through the gateway, each a transaction of its own with
 * four logs. REGISTRATIONS sets their number (4000000); the last tenth is timed apart, since a table that slows its writes
 * as it grows shows there.
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { until } from './harness/child.mjs'
import { startDatabases } from './harness/database.mjs'
import { followOwnMemory, peakMemory, reportMemory } from './harness/memory.mjs'
import { makeDataDir, prepareDatabase, startGateway, startIndexer } from './harness/touchstone.mjs'

const REGISTRATIONS = Number(process.env.REGISTRATIONS ?? 4_000_000)
const PER_BLOCK = 20
const DEADLINE_MS = 60 * 60_000

const databases = await startDatabases()
const chain = await startChain({
  profile: 'registrations',
  blocks: REGISTRATIONS / PER_BLOCK + 20,
  density: 1,
  perBlock: PER_BLOCK,
})
const database = await databases.create()
await prepareDatabase(database)
const startedAt = performance.now()
const gateway = await startGateway(chain, makeDataDir())
const indexer = startIndexer(chain, database, gateway.url)
const [gatewayMemory, indexerMemory] = [gateway.child, indexer].map(followOwnMemory)
try {
  const tenths = await watch()
  const seconds = (performance.now() - startedAt) / 1000
  const result = { bench: 'registrations', case: `${REGISTRATIONS} registrations, ${PER_BLOCK} a block` }
  report({ ...result, metric: 'rate', value: REGISTRATIONS / seconds, unit: 'agents/s' }, { atLeast: 5000 })
  report({ ...result, metric: 'rate of the last tenth', value: REGISTRATIONS / 10 / tenths.at(-1), unit: 'agents/s' })
  const gatewayResident = peakMemory(gateway.child.pid)
  reportMemory(result, { gateway: gatewayMemory(), gatewayResident, indexer: indexerMemory() })
} finally {
  await indexer.stop()
  await gateway.stop()
  await chain.stop()
  await databases.stop()
}

/** Waits for all agents by their block. @returns {Promise<number[]>} seconds of each tenth. */
async function watch() {
  const seconds = []
  let before = performance.now()
  for (let tenth = 1; tenth <= 10; tenth++) {
    const wanted = Math.min((tenth * REGISTRATIONS) / PER_BLOCK / 10, chain.final)
    const isThere = async () => (await indexedHeight()) >= wanted
    await until(`${tenth * 10} % are stored`, isThere, { child: indexer, everyMs: 100, withinMs: DEADLINE_MS })
    seconds.push((performance.now() - before) / 1000)
    before = performance.now()
    console.error(`  ${tenth * 10} %: ${seconds.at(-1).toFixed(1)} s`)
  }
  return seconds
}

async function indexedHeight() {
  const { rows } = await database.client.query('select max(height) as height from squid_processor.status')
  return rows[0].height ?? -1
}
