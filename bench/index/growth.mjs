/**
 * How a first sync grows. With the number of events fixed, the chain is made ten and a hundred times longer: requests must
 * follow the events. With the blocks full, settlements grow from 10 000 to 1 000 000: time for each and memory must not.
 * GROWTH_SETTLEMENTS sets the largest number.
 */
import { report } from '../report.mjs'
import { startChain } from './harness/chain.mjs'
import { startDatabases } from './harness/database.mjs'
import { reportMemory } from './harness/memory.mjs'
import { note } from './harness/note.mjs'
import { countOnChain, syncFromGateway } from './harness/sync.mjs'
import { makeDataDir } from './harness/touchstone.mjs'

const LARGEST = Number(process.env.GROWTH_SETTLEMENTS ?? 1_000_000)
const EVENTFUL_BLOCKS = 1000
const PER_BLOCK = 50

const databases = await startDatabases()
try {
  for (const blocks of [10_000, 100_000, 1_000_000]) await growBlocks(blocks)
  const steps = [10_000, 100_000, 1_000_000].filter((settlements) => settlements <= LARGEST)
  const first = await growSettlements(steps[0])
  let last = first
  for (const settlements of steps.slice(1)) last = await growSettlements(settlements)
  const result = { bench: 'growth', case: `${steps.at(-1)} settlements against ${steps[0]}` }
  for (const [name, of] of [
    ['gateway', ({ gatewayMemory }) => gatewayMemory],
    ['indexer', ({ memory }) => memory],
  ]) {
    const times = (metric, value) =>
      report({ ...result, metric: `memory of the ${name}${metric}`, value, unit: 'times' })
    times('', of(last).most / of(first).most)
    times(', middle of the last third', of(last).levels[2] / of(first).levels[2])
  }
} finally {
  await databases.stop()
}

async function growBlocks(blocks) {
  const run = await sync({ blocks, density: EVENTFUL_BLOCKS / blocks, perBlock: 10 }, `${blocks} blocks`)
  const result = { bench: 'growth', case: `${blocks} blocks, ${EVENTFUL_BLOCKS} of them with logs` }
  report({ ...result, metric: 'requests', value: run.requests, unit: 'requests' })
  report({ ...result, metric: 'time', value: run.ms / 1000, unit: 's' })
}

async function growSettlements(settlements) {
  const blocks = settlements / PER_BLOCK + 20
  const run = await sync({ blocks, density: 1, perBlock: PER_BLOCK }, `${settlements} settlements`)
  const result = { bench: 'growth', case: `${settlements} settlements, ${PER_BLOCK} a block` }
  report({ ...result, metric: 'time a settlement', value: (run.ms * 1000) / run.expected, unit: 'us' })
  const { gatewayMemory: gateway, gatewayResident, memory: indexer } = run
  reportMemory(result, { gateway, gatewayResident, indexer })
  return run
}

async function sync(settings, name) {
  const chain = await startChain(settings)
  try {
    const expected = await countOnChain(chain)
    return { ...(await note(name, syncFromGateway(chain, databases, makeDataDir(), expected))), expected }
  } finally {
    await chain.stop()
  }
}
