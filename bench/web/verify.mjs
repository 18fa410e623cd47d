/** A settlement with a trail of 1 000 records, verified in Chromium: from the click to the result on the page. */
import { report } from '../report.mjs'
import { importTesting } from '../testing.mjs'

const RECORDS = 1000
const ROUNDS = 5

const [{ buildEvidence }, { startStubApi }, { startExplorer }, { startStubRpc }] = await Promise.all(
  ['evidence', 'stub-api', 'explorer', 'stub-rpc'].map((name) => importTesting(name, 'web')),
)
console.error(`  making a trail of ${RECORDS} records`)
const { subject, files, zip, trail } = await buildEvidence(RECORDS)
const stub = await startStubApi()
stub.files = files
stub.evidenced = subject.id
const rpc = await startStubRpc(subject.chainId, subject.blockHash)
const explorer = await startExplorer(stub.url)

const result = { bench: 'browser', case: `bundle of a trail of ${RECORDS} records, worker loaded by the click` }
const first = []
const again = []
for (let round = 0; round < ROUNDS; round += 1) {
  const page = await explorer.open(`/settlements/${subject.id}?rpc=${encodeURIComponent(rpc.url)}`)
  first.push(await verify(page))
  again.push(await verify(page))
  await page.context().close()
}
report({ ...result, metric: 'click to result, median', value: median(first), unit: 'ms' }, { below: 3000 })
report({ ...result, metric: 'click to result, worst', value: Math.max(...first), unit: 'ms' }, { below: 3000 })
report({ ...result, metric: 'the same once more on the page, median', value: median(again), unit: 'ms' })
report({ ...result, metric: 'size of the bundle', value: zip.length / 1e6, unit: 'MB' })
report({ ...result, metric: 'size of the trail', value: trail.length / 1e6, unit: 'MB' })
await explorer.stop()
await rpc.stop()
await stub.stop()

/** Milliseconds by the clock. Only a verified result counts. */
async function verify(page) {
  await page.evaluate(() => document.querySelector('.verify-result')?.setAttribute('data-old', ''))
  const startedAt = performance.now()
  await page.getByRole('button', { name: 'Verify in my browser' }).click()
  await page.locator('.verify-result:not([data-old]) .pill.tone-verified').waitFor()
  return performance.now() - startedAt
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
