/**
 * The production build on the devnet's data, the devnet paused: time to a page's last byte, its largest paint and its shifts in
 * a Chromium slowed down four times, and what Lighthouse says of it.
 */

import { findFreePort } from '../index/harness/child.mjs'
import { report } from '../report.mjs'
import { importTesting } from '../testing.mjs'
import { CATEGORIES, openLighthouse } from './harness/lighthouse.mjs'
import { startStack } from './harness/stack.mjs'

const REQUESTS = 300
const ROUNDS = 5
const SLOWER = 4
/** The last shift that counts may come this long after the page is loaded. */
const SETTLE_MS = 1500

const { launchChromium } = await importTesting('chromium', 'web')
const judge = await openLighthouse()
console.error('  starting a stack')
const stack = await startStack()
try {
  stack.pause()
  for (const name of ['agent', 'settlement']) await measureServer(name)
  await withBrowser(async (browser, port) => {
    for (const name of Object.keys(stack.paths)) {
      await measurePaint(browser, name)
      await measureScores(name, port)
    }
  })
} finally {
  await stack.stop()
}

async function measureServer(name) {
  const url = stack.url + stack.paths[name]
  for (let n = 0; n < 20; n++) await time(url)
  const times = []
  for (let n = 0; n < REQUESTS; n++) times.push(await time(url))
  times.sort((a, b) => a - b)
  const result = { bench: 'pages', case: `${name}, ${REQUESTS} requests one after the other`, unit: 'ms' }
  report({ ...result, metric: 'server response p50', value: times[REQUESTS / 2] })
  report({ ...result, metric: 'server response p95', value: times[Math.ceil(REQUESTS * 0.95) - 1] }, { below: 80 })
}

/** Milliseconds to the last byte. */
async function time(url) {
  const from = performance.now()
  const response = await fetch(url)
  await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  return performance.now() - from
}

async function withBrowser(work) {
  const port = await findFreePort()
  const browser = await launchChromium([`--remote-debugging-port=${port}`])
  try {
    await work(browser, port)
  } finally {
    await browser.close()
  }
}

/** Each round is a visitor's first: nothing of the site is in the browser's cache. */
async function measurePaint(browser, name) {
  const paints = []
  const shifts = []
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.addInitScript(observe)
    await page.goto(stack.url + stack.paths[name], { waitUntil: 'load' })
    await page.waitForTimeout(SETTLE_MS)
    const { paint, shift } = await page.evaluate(() => window.observed)
    paints.push(paint)
    shifts.push(shift)
    await context.close()
  }
  const result = { bench: 'pages', case: `${name}, processor ${SLOWER} times slower, worst of ${ROUNDS}` }
  report({ ...result, metric: 'largest contentful paint', value: Math.max(...paints), unit: 'ms' }, { below: 1200 })
  report({ ...result, metric: 'layout shift', value: Math.max(...shifts), unit: '' }, { below: 0.001 })
}

/** Runs in the page. */
function observe() {
  window.observed = { paint: 0, shift: 0 }
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.observed.paint = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.observed.shift += value
  }).observe({ type: 'layout-shift', buffered: true })
}

async function measureScores(name, port) {
  const scores = await judge(stack.url + stack.paths[name], port)
  for (const category of CATEGORIES) {
    const result = { bench: 'pages', case: `${name}, Lighthouse, desktop`, metric: category, unit: 'of 100' }
    report({ ...result, value: scores[category] }, { atLeast: 95 })
  }
}
