/** Timed syncs from nothing to the last settlement of a chain. */
import { until } from './child.mjs'
import { followOwnMemory, peakMemory } from './memory.mjs'
import { countSettlements, digestRows } from './rows.mjs'
import { prepareDatabase, startGateway, startIndexer } from './touchstone.mjs'

const DEADLINE_MS = 30 * 60_000

/**
 * @typedef {{ ms: number, requests: number, calls: number, digest: string, memory: import('./memory.mjs').Memory }} Sync
 * `ms` runs from the start of the process to the row of the last settlement below the final height.
 */

/**
 * Our indexer from a gateway on that folder. `gatewayResident` counts the files that the gateway maps as well.
 * @returns {Promise<Sync & { gatewayMemory: import('./memory.mjs').Memory, gatewayResident: number }>}
 */
export async function syncFromGateway(chain, databases, dataDir, expected) {
  const database = await databases.create()
  await prepareDatabase(database)
  await chain.resetStats()
  const startedAt = performance.now()
  const gateway = await startGateway(chain, dataDir)
  const gatewayMemory = followOwnMemory(gateway.child)
  try {
    const sync = await timeTo(startIndexer(chain, database, gateway.url), 'touchstone', chain, database, {
      expected,
      startedAt,
    })
    return { ...sync, gatewayMemory: gatewayMemory(), gatewayResident: peakMemory(gateway.child.pid) }
  } finally {
    await gateway.stop()
  }
}

/** Lets a gateway on that folder look at all that it keeps. */
export async function waitForAudit(chain, dataDir) {
  const gateway = await startGateway(chain, dataDir)
  const status = () =>
    fetch(`${gateway.url}/status`).then(
      (answer) => answer.json(),
      () => undefined,
    )
  let last
  const stands = async () => {
    const { auditedTo, audit } = (await status()) ?? {}
    const now = `${auditedTo} ${audit?.proven}`
    const isSame = auditedTo !== undefined && auditedTo !== null && now === last
    last = now
    return isSame
  }
  try {
    // Two looks apart that find the same: there is nothing left to look at.
    await until('the audit stands still', stands, { child: gateway.child, everyMs: 5_000, withinMs: DEADLINE_MS })
  } finally {
    await gateway.stop()
  }
}

/** Our indexer in evm-processor's own RPC mode. @returns {Promise<Sync>} */
export async function syncFromRpc(chain, databases, expected) {
  const database = await databases.create()
  await prepareDatabase(database)
  await chain.resetStats()
  const startedAt = performance.now()
  return timeTo(startIndexer(chain, database), 'touchstone', chain, database, { expected, startedAt })
}

/** Another indexer. @returns {Promise<Sync>} */
export async function syncPeer(peer, chain, databases, expected) {
  const database = await databases.create()
  await peer.prepare(chain, database)
  await chain.resetStats()
  const startedAt = performance.now()
  return timeTo(await peer.start(chain, database), peer.kind, chain, database, { expected, startedAt })
}

/** The sync of the middle length. @param {Sync[]} runs */
export function middleOf(runs) {
  return [...runs].sort((one, other) => one.ms - other.ms)[Math.floor(runs.length / 2)]
}

async function timeTo(child, kind, chain, { client }, { expected, startedAt }) {
  const ownMemory = followOwnMemory(child)
  try {
    const isThere = async () => (await countSettlements(client, kind, chain.final)) >= expected
    await until(`${kind} has ${expected} settlements`, isThere, { child, withinMs: DEADLINE_MS })
    const ms = performance.now() - startedAt
    const memory = ownMemory()
    const { requests, calls } = await chain.stats()
    return { ms, requests, calls, memory, digest: await digestRows(client, kind, chain.final) }
  } finally {
    await child.stop()
  }
}

const RESULT = '0x1f69e5b87fd0ce34b3760ba6e5d8aa95a36e316c3ba44e1e65a9d0eb9e96d0bf'

/** Number of settlements up to the final height, as the chain's own logs count them. */
export async function countOnChain(chain) {
  let count = 0
  for (let from = 0; from <= chain.final; from += 10_000) {
    const to = Math.min(from + 9_999, chain.final)
    const range = { fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` }
    count += (await chain.call('eth_getLogs', [{ address: chain.serving, topics: [RESULT], ...range }])).length
  }
  return count
}
