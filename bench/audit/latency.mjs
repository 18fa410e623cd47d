/**
 * From the block that makes the later of settlement and anchor final to the committed verdict on the trail, and from
 * there to a signed checkpoint over it. Gateway, indexer and auditor are the built ones, told of blocks as they come.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../index/harness/child.mjs'
import { startDatabases } from '../index/harness/database.mjs'
import { report } from '../report.mjs'
import { startAuditor } from './harness/auditors.mjs'
import { makeBills } from './harness/bills.mjs'
import { receiptsOf } from './harness/chain.mjs'
import { startIndexing } from './harness/facts.mjs'
import { anchorCall, requireAccepted, settleCall } from './harness/publish.mjs'
import { openWorld } from './harness/world.mjs'

const SAMPLES = Number(process.env.LATENCY_SAMPLES || 60)
const RECORDS = 100
const BLOCK_MS = 500
/** Bills that go first and are not counted: the process loads what it needs with the first judgements. */
const WARM = 5
/** Between two bills: the auditor is not kept waiting for itself. */
const PAUSE_MS = 1000
const LOOK_MS = 25
const PATIENCE_MS = 120_000

const databases = await startDatabases()
const world = await openWorld({ payers: 5 })
const { story, provider, contract, payers, storageFolder: folder, chain } = world
console.error(`  making ${SAMPLES + WARM} trails of ${RECORDS} records`)
const bills = await makeBills({ folder, story, provider, contract, payers, count: SAMPLES + WARM, records: RECORDS })
const storage = await world.openStorage()
const database = await databases.create()
const indexing = await startIndexing(storage.networkFile, database)
const place = { databaseUrl: database.url, networkFile: storage.networkFile }
const auditor = startAuditor({ ...place, folder: mkdtempSync(join(world.folder, 'audit-')) })
const pause = chain.mineEvery(BLOCK_MS)
await until('the enclave report is captured', hasReport, { child: auditor, withinMs: PATIENCE_MS })

const heads = new Map()
const samples = new Map(bills.map((bill) => [`${bill.user}-${bill.nonce}`, {}]))
const isDone = () => [...samples.values()].every(({ hashes, logged }) => hashes === undefined || logged !== undefined)
let watching = true
const watched = Promise.all([watchHeads(), watchVerdicts()])
for (const [at, bill] of bills.entries()) {
  if (at === WARM) await until('the first bills are judged', isDone, { child: auditor, withinMs: PATIENCE_MS })
  const hashes = await chain.send([settleCall(world, [bill]), anchorCall(world, [bill])])
  samples.get(`${bill.user}-${bill.nonce}`).hashes = hashes
  await sleep(PAUSE_MS)
}
await until('every verdict is under a checkpoint', isDone, { child: auditor, withinMs: PATIENCE_MS })
watching = false
await watched
pause()
await print()
for (const part of [auditor, indexing, storage, world, databases]) await part.stop()
process.exit()

async function hasReport() {
  const { rows } = await database.client
    .query('select count(*)::int as n from verdicts.enclave_report')
    .catch(() => ({ rows: [{ n: 0 }] }))
  return rows[0].n > 0
}

/** When each height was first seen. */
async function watchHeads() {
  for (let last = await chain.head(); watching; await sleep(LOOK_MS)) {
    const head = await chain.head()
    for (; last < head; last += 1) heads.set(last + 1, performance.now())
  }
}

async function watchVerdicts() {
  for (; watching; await sleep(LOOK_MS)) {
    const { rows } = await database.client.query(
      `select s.payer || '-' || s.nonce as key, exists (
         select from verdicts.log_entry e where e.verdict_id = c.verdict_id
           and e.index < (select max(size) from verdicts.log_checkpoint)) as logged
       from verdicts.current_verdict c join settlement s on s.id = c.settlement_id where c.outcome = 'verified'`,
    )
    for (const { key, logged } of rows) {
      const sample = samples.get(key)
      sample.judged ??= performance.now()
      if (logged) sample.logged ??= performance.now()
    }
  }
}

async function print() {
  const judged = []
  const logged = []
  for (const sample of [...samples.values()].slice(WARM)) {
    const receipts = await receiptsOf(chain.call, sample.hashes)
    requireAccepted(receipts, 1)
    const last = Math.max(...receipts.map(({ blockNumber }) => Number(blockNumber)))
    judged.push((sample.judged - heads.get(last + storage.network.finality)) / 1000)
    logged.push((sample.logged - sample.judged) / 1000)
  }
  const result = { bench: 'latency', case: `${SAMPLES} bills of ${RECORDS} records, a block every ${BLOCK_MS} ms` }
  const say = (metric, value, target) => report({ ...result, metric, value, unit: 's' }, target)
  say('final to verdict, p50', quantile(judged, 0.5))
  say('final to verdict, p95', quantile(judged, 0.95), { below: 3 })
  say('verdict to checkpoint, p95', quantile(logged, 0.95))
  say('verdict to checkpoint, largest', quantile(logged, 1), { below: 60 })
}

function quantile(values, part) {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(part * values.length) - 1)]
}
