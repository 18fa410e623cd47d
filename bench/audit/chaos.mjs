/**
 * Two auditors while a third of the fetches fail, one storage node lies about every file and one of the two is killed
 * every five seconds. Bills come all the while. Afterwards every verdict is counted that is wrong, there twice or missing.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDatabases } from '../index/harness/database.mjs'
import { report } from '../report.mjs'
import { startAuditor } from './harness/auditors.mjs'
import { makeBills } from './harness/bills.mjs'
import { startIndexing } from './harness/facts.mjs'
import { countFaults, listDoubled, untilSettled } from './harness/faults.mjs'
import { startFlaky } from './harness/flaky.mjs'
import { anchorCall, settleCall } from './harness/publish.mjs'
import { openWorld } from './harness/world.mjs'

const SECONDS = Number(process.env.CHAOS_SECONDS || 120)
const FAILING = 0.3
const KILL_MS = 5_000
const BILLS_A_SECOND = 2
const RECORDS = 20
/** Of every four trails one is forged: the only bill that may fail. */
const LIES = ['none', 'none', 'forged-response', 'none']
const BLOCK_MS = 500
/** Sources that hang are given up soon, and asked again soon. */
const ENV = { REQUEST_TIMEOUT_MS: '1500', RETRY_BASE_SECONDS: '1' }

const databases = await startDatabases()
const world = await openWorld({ payers: 20 })
const { story, provider, contract, payers, storageFolder: folder, chain } = world
const count = SECONDS * BILLS_A_SECOND
console.error(`  making ${count} trails of ${RECORDS} records`)
const order = { folder, story, provider, contract, payers, count, records: RECORDS, lies: LIES }
const bills = await makeBills(order)
const fronts = []
const storage = await world.openStorage({ lies: true, front: standBefore })
const [liar] = storage.urls
const database = await databases.create()
const indexing = await startIndexing(storage.networkFile, database)
const shared = mkdtempSync(join(world.folder, 'audit-'))
const place = { databaseUrl: database.url, networkFile: storage.networkFile, folder: shared, env: ENV }
const pause = chain.mineEvery(BLOCK_MS)
const auditors = [startAuditor(place), startAuditor(place)]

const until = performance.now() + SECONDS * 1000
const [kills] = await Promise.all([killInTurn(), sendBills()])
console.error('  no more kills; fetches still fail and the node still lies')
await untilSettled(database, bills)
await print(await countFaults(database, bills, liar))
for (const verdict of await listDoubled(database)) console.error(`  doubled: ${verdict}`)
pause()
for (const auditor of auditors) await auditor.stop()
for (const front of fronts) front.stop()
for (const part of [indexing, storage, world, databases]) await part.stop()
process.exit()

/** Answers that name the servers name what stands before them. */
async function standBefore(urls) {
  const rewrite = (text) => urls.reduce((all, url, at) => all.replaceAll(url, fronts[at]?.url ?? url), text)
  for (const url of urls) fronts.push(await startFlaky(url, FAILING, rewrite))
  return fronts.map(({ url }) => url)
}

async function killInTurn() {
  let done = 0
  for (; performance.now() + KILL_MS < until; done += 1) {
    await sleep(KILL_MS)
    const at = done % auditors.length
    await auditors[at].kill()
    auditors[at] = startAuditor(place)
  }
  return done
}

async function sendBills() {
  for (const bill of bills) {
    await chain.send([settleCall(world, [bill]), anchorCall(world, [bill])])
    await sleep(1000 / BILLS_A_SECOND)
  }
}

async function print({ wrong, accused, doubled, lost, unlogged, verdicts, named }) {
  const requests = fronts.reduce((sum, { counts }) => sum + counts.requests, 0)
  const failed = fronts.reduce((sum, { counts }) => sum + counts.failed, 0)
  const result = { bench: 'chaos', case: `${bills.length} bills in ${SECONDS} s, ${kills} kills, one node lying` }
  const say = (metric, value, target) => report({ ...result, metric, value, unit: '' }, target)
  say('wrong verdicts in force', wrong, { below: 1 })
  say('honest bills that any verdict accused', accused, { below: 1 })
  say('doubled verdicts', doubled, { below: 1 })
  say('settlements without their verdict', lost, { below: 1 })
  say('verdicts that the log lacks or repeats', unlogged, { below: 1 })
  say('verdicts in all', verdicts)
  say('share of requests that failed', failed / requests)
  say('verified bills whose verdict names the lying node', named)
}
