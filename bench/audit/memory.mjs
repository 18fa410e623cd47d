/** Most memory that a worker holds while it fetches, reads and judges one trail, as the trail grows to the largest. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { startDatabases } from '../index/harness/database.mjs'
import { report } from '../report.mjs'
import { startAuditor } from './harness/auditors.mjs'
import { makeBills } from './harness/bills.mjs'
import { indexAll } from './harness/facts.mjs'
import { publishAll } from './harness/publish.mjs'
import { untilVerified } from './harness/verdicts.mjs'
import { openWorld } from './harness/world.mjs'

/** MiB. The last is the cap; a trail ends some records below it. */
const SIZES = (process.env.MEMORY_SIZES || '1,16,64,256').split(',').map(Number)
const BODY_BYTES = 16 * 1024
const PROBE_RECORDS = 20
const SPARE = 0.995

const databases = await startDatabases()
for (const mebibytes of SIZES) await measure(mebibytes)
await databases.stop()
process.exit()

/** Each size has a chain, a database and a process of its own: what a process once took it may keep. */
async function measure(mebibytes) {
  const world = await openWorld({ payers: 2 })
  const bill = await makeBill(world, mebibytes * 2 ** 20 * SPARE)
  const storage = await world.openStorage()
  await publishAll(world, [bill])
  const facts = await databases.create()
  await indexAll(world, storage.networkFile, facts)
  const folder = mkdtempSync(join(world.folder, 'audit-'))
  const startedAt = performance.now()
  const auditor = startAuditor({ databaseUrl: facts.url, networkFile: storage.networkFile, folder })
  await untilVerified(facts, 1, { children: [auditor] })
  const seconds = (performance.now() - startedAt) / 1000
  const peak = auditor.peakMemory()
  await auditor.stop()
  const size = `${(bill.size / 2 ** 20).toFixed(1)} MiB`
  const result = { bench: 'memory', case: `one trail of ${size}, bodies of ${BODY_BYTES} bytes` }
  report({ ...result, metric: 'peak memory of a worker', value: peak / 2 ** 20, unit: 'MiB' }, { below: 300 })
  report({ ...result, metric: 'start of the process to verified', value: seconds, unit: 's' })
  await storage.stop()
  await world.stop()
}

/** One bill whose trail has about that size: how long a record is, a short trail tells. */
async function makeBill(world, bytes) {
  const { story, provider, contract, storageFolder: folder } = world
  const order = { folder, story, provider, contract, count: 1, bodyBytes: BODY_BYTES }
  const [probe] = await makeBills({ ...order, payers: [world.payers[0]], records: PROBE_RECORDS })
  const records = Math.max(1, Math.floor(bytes / (probe.size / PROBE_RECORDS)))
  console.error(`  making a trail of ${records} records`)
  const [bill] = await makeBills({ ...order, payers: [world.payers[1]], records })
  return bill
}
