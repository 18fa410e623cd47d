/** Compressed JavaScript that pages load before anybody uses them, above what every Next.js page loads. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { report } from '../report.mjs'
import { importTesting } from '../testing.mjs'

const BUILD = new URL('../../web/.next/', import.meta.url)
const [{ startStubApi }, { startExplorer }, { settlementId, agentId }] = await Promise.all(
  ['stub-api', 'explorer', 'story-values'].map((name) => importTesting(name, 'web')),
)
const PAGES = [
  ['home, with a chart', '/', 160],
  ['settlement', `/settlements/${settlementId(59)}`, 60],
  ['log', '/log', 60],
  ['agent, with a chart', `/agents/${agentId(3)}`, 160],
]

const stub = await startStubApi()
const explorer = await startExplorer(stub.url)
const own = new Set(JSON.parse(readFileSync(new URL('build-manifest.json', BUILD), 'utf8')).rootMainFiles)
for (const [name, path, kilobytes] of PAGES)
  report(
    { bench: 'scripts', case: name, metric: 'above an empty page', value: await weigh(path), unit: 'kB' },
    { below: kilobytes },
  )
report({
  bench: 'scripts',
  case: 'verify, its worker included',
  metric: 'above an empty page',
  value: await weigh('/verify'),
  unit: 'kB',
})
await explorer.stop()
await stub.stop()

/** kB of all scripts of a page, compressed as the server does it. */
async function weigh(path) {
  const page = await explorer.open('/healthz')
  const scripts = new Set()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) scripts.add(pathname.slice('/_next/'.length))
  })
  await page.goto(explorer.url + path, { waitUntil: 'networkidle' })
  await page.context().close()
  const added = [...scripts].filter((name) => !own.has(name))
  return added.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, BUILD))).length, 0) / 1000
}
