/** Most memory that a worker holds while it fetches, reads and judges one trail, as the trail grows to the largest. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDatabases } from '../index/harness/database.mjs'
import { report } from '../report.mjs'
import { startAuditor } from './harness/auditors.mjs'
import { makeBills } from './harness/bills.mjs'
import { indexAll } from './harness/facts.mjs'
import { publishAll } from './harness/publish.mjs'
import { openWorld } from './harness/world.mjs'

/** MiB. The last is the cap; a trail ends some records below it. */
const SIZES = (process.env.MEMORY_SIZES || '1,16,64,256').split(',').map(Number)
/** Whole records have bodies of this size; of the others there are as many as the file holds. */
const SHAPES = (process.env.MEMORY_SHAPES || 'whole,digests,signed,kept').split(',')
const BODY_BYTES = 16 * 1024
const TITLES = {
  whole: `bodies of ${BODY_BYTES} bytes`,
  digests: 'digests and fees alone',
  signed: 'digests, fees and signatures',
  kept: 'digests, fees and signatures, as many as are judged',
}
const PROBE_RECORDS = 20
/** Records with signatures of which a worker keeps nearly what it may, and judges them. */
const MOST_KEPT = 160_000
const SPARE = 0.995
const LOOK_MS = 250
const STANDSTILL_MS = 900_000
/** What a verdict says of a file that was beyond a worker's limits. */
const BEYOND = 'unreadable within limits'

const databases = await startDatabases()
if (SHAPES.includes('whole')) for (const mebibytes of SIZES) await measure(mebibytes, 'whole')
for (const shape of SHAPES) if (shape !== 'whole') await measure(SIZES.at(-1), shape)
await databases.stop()
process.exit()

/** Each size has a chain, a database and a process of its own: what a process once took it may keep. */
async function measure(mebibytes, shape) {
  const world = await openWorld({ payers: 2 })
  const { bill, records } = await makeBill(world, mebibytes * 2 ** 20 * SPARE, shape)
  const storage = await world.openStorage()
  await publishAll(world, [bill])
  const facts = await databases.create()
  await indexAll(world, storage.networkFile, facts)
  const folder = mkdtempSync(join(world.folder, 'audit-'))
  const startedAt = performance.now()
  const auditor = startAuditor({ databaseUrl: facts.url, networkFile: storage.networkFile, folder })
  const isJudged = await untilLookedAt(facts, auditor)
  const seconds = (performance.now() - startedAt) / 1000
  const [peak, cpu] = [auditor.peakMemory(), auditor.cpuSeconds()]
  await auditor.stop()
  const size = `${(bill.size / 2 ** 20).toFixed(1)} MiB`
  const result = { bench: 'memory', case: `one trail of ${size}, ${records} records: ${TITLES[shape]}` }
  report({ ...result, metric: 'peak memory of a worker', value: peak / 2 ** 20, unit: 'MiB' }, { below: 300 })
  report({ ...result, metric: 'records judged', value: isJudged ? records : 0, unit: '' })
  report({ ...result, metric: 'processor time of the worker', value: cpu, unit: 's' })
  report({ ...result, metric: 'start of the process to the verdict', value: seconds, unit: 's' })
  await storage.stop()
  await world.stop()
}

/** Resolves when the bill has a verdict on its trail: true, or false where the trail was beyond the worker's limits. */
async function untilLookedAt({ client }, auditor) {
  const until = performance.now() + STANDSTILL_MS
  for (; performance.now() < until; await sleep(LOOK_MS)) {
    if (auditor.hasEnded()) throw new Error(`The auditor ended by itself:\n${auditor.output().slice(-3000)}`)
    const { rows } = await client
      .query(
        `select c.opening = 'pass' as judged from verdicts.current_verdict c
         join verdicts.verdict v on v.id = c.verdict_id where c.opening = 'pass' or v.body like '%${BEYOND}%'`,
      )
      // The auditor has not made its tables yet.
      .catch((error) => (['42P01', '3F000'].includes(error.code) ? { rows: [] } : Promise.reject(error)))
    if (rows.length > 0) return rows[0].judged
  }
  throw new Error(`The trail has no verdict after ${STANDSTILL_MS / 1000} s.`)
}

/** One bill whose trail has about that size: how long a record is, a short trail tells. */
async function makeBill(world, bytes, shape) {
  const { story, provider, contract, storageFolder: folder } = world
  const bodyBytes = shape === 'whole' ? BODY_BYTES : 0
  const written = shape === 'kept' ? 'signed' : shape
  const order = { folder, story, provider, contract, count: 1, bodyBytes, shape: written }
  const [probe] = await makeBills({ ...order, payers: [world.payers[0]], records: PROBE_RECORDS })
  const fitting = Math.max(1, Math.floor(bytes / (probe.size / PROBE_RECORDS)))
  const records = shape === 'kept' ? Math.min(fitting, MOST_KEPT) : fitting
  console.error(`  making a trail of ${records} records`)
  const [bill] = await makeBills({ ...order, payers: [world.payers[1]], records })
  return { bill, records }
}
