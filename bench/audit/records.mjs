/**
 * Trails of 100 records from storage nodes: fetched, checked against their root, read, judged, signed, logged. What is
 * counted is the processor time of the auditor alone; then one process against two, by the clock, each held to a share of a
 * core: held to nothing, one of them with PostgreSQL and the nodes takes both cores of a small machine, and what a second
 * one adds would be said by the machine, not by the auditor.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { startDatabases } from '../index/harness/database.mjs'
import { report } from '../report.mjs'
import { startAuditor } from './harness/auditors.mjs'
import { makeBills } from './harness/bills.mjs'
import { indexAll } from './harness/facts.mjs'
import { publishAll } from './harness/publish.mjs'
import { countVerdicts, untilVerified } from './harness/verdicts.mjs'
import { openWorld } from './harness/world.mjs'

const TRAILS = Number(process.env.TRAILS || 10_000)
const RECORDS = 100
const PAYERS = Math.min(50, TRAILS)
/** Of a core, for each worker of the comparison; two of them with PostgreSQL and nodes must fit the machine. */
const SHARE = Number(process.env.WORKER_SHARE || 0.4)
/** Trails of the comparison, and the first of them, which the start of the processes takes part in. */
const COMPARED = Math.min(TRAILS, 500)
const WARM = Math.ceil(COMPARED / 10)

const startedAt = performance.now()
const say = (what) => console.error(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${what}`)
const databases = await startDatabases()
const world = await openWorld({ payers: PAYERS })
say(`making ${TRAILS} trails of ${RECORDS} records`)
const order = { folder: world.storageFolder, story: world.story, provider: world.provider, contract: world.contract }
const bills = await makeBills({ ...order, payers: world.payers, count: TRAILS, records: RECORDS })
const storage = await world.openStorage()
say('settling, anchoring and indexing those that are compared')
const compared = await databases.create()
await publishAll(world, bills.slice(0, COMPARED))
await indexAll(world, storage.networkFile, compared)
// The others behind them: two workers would begin more of what waits than one, and be measured for it.
say('settling, anchoring and indexing all')
const facts = await databases.copy(compared)
await publishAll(world, bills.slice(COMPARED))
await indexAll(world, storage.networkFile, facts)

const bench = 'records'
const kilobytes = bills.reduce((sum, { size }) => sum + size, 0) / bills.length / 1000
const shape = `${TRAILS} trails of ${RECORDS} records, one bill each, ${kilobytes.toFixed(0)} kB`
say('Not like production: one machine for all, a PostgreSQL without fsync, storage nodes and a chain without latency.')
const records = TRAILS * RECORDS
printRun(await audit(), 'one worker', { atLeast: 1500 })
const one = await compare(1)
const two = await compare(2)
const held = `${shape}; held to ${SHARE} of a core each, trails ${WARM} to ${COMPARED}`
const against = (metric, value, target) => report({ bench, case: held, metric, value, unit: 'times' }, target)
against('two workers against one, by the clock', one.seconds / two.seconds, { atLeast: 1.8 })
against('processor time of two workers against one', two.cpu / one.cpu)
await storage.stop()
await world.stop()
await databases.stop()
process.exit()

function printRun({ cpu, seconds, peak, verdicts }, who, target) {
  const say = (metric, value, unit, goal) => report({ bench, case: `${shape}; ${who}`, metric, value, unit }, goal)
  say('records a second of processor time', records / cpu, '1/s', target)
  say('records a second by the clock', records / seconds, '1/s')
  say('verdicts a settlement', verdicts / TRAILS, '')
  say('peak memory of a worker', peak / 2 ** 20, 'MiB', { below: 300 })
}

/** Audits everything from nothing on a copy of the facts. Starting the process is part of it. */
async function audit() {
  const { database, auditors, from } = await start(facts, 1)
  const [auditor] = auditors
  await untilVerified(database, TRAILS, { children: auditors })
  const seconds = (performance.now() - from) / 1000
  const [cpu, peak] = [auditor.cpuSeconds(), auditor.peakMemory()]
  const verdicts = await countVerdicts(database)
  await auditor.stop()
  say(`1 at work: ${seconds.toFixed(1)} s by the clock, ${cpu.toFixed(1)} s of processor time`)
  return { seconds, cpu, peak, verdicts }
}

/** Those that are compared, with held workers, from when they are warm until the last trail. */
async function compare(workers) {
  const { database, auditors } = await start(compared, workers)
  const cpuOf = () => auditors.reduce((sum, auditor) => sum + auditor.cpuSeconds(), 0)
  const release = auditors.map((auditor) => auditor.holdTo(SHARE))
  await untilVerified(database, WARM, { children: auditors })
  const [from, cpuBefore] = [performance.now(), cpuOf()]
  await untilVerified(database, COMPARED, { children: auditors })
  const [seconds, cpu] = [(performance.now() - from) / 1000, cpuOf() - cpuBefore]
  for (const letGo of release) letGo()
  for (const auditor of auditors) await auditor.stop()
  say(`${workers} held: ${seconds.toFixed(1)} s by the clock, ${cpu.toFixed(1)} s of processor time`)
  return { seconds, cpu }
}

async function start(source, workers) {
  const database = await databases.copy(source)
  const folder = mkdtempSync(join(world.folder, 'audit-'))
  const place = { databaseUrl: database.url, networkFile: storage.networkFile, folder }
  const from = performance.now()
  return { database, from, auditors: Array.from({ length: workers }, () => startAuditor(place)) }
}
