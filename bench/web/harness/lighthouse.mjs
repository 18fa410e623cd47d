/** Lighthouse, in a folder of its own, installed from its lock file at the first use. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, runToEnd } from '../../index/harness/child.mjs'

const FOLDER = join(ROOT, 'bench/web/lighthouse')
/** The browser's trace did not hold the beginning of the page: Lighthouse asks to be run again. */
const LOST_TRACE = 'NO_NAVSTART'
const TRIES = 3
export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

/** @returns {Promise<(url: string, port: number) => Promise<Record<string, number>>>} scores from 0 to 100, by category. */
export async function openLighthouse() {
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    console.error('  installing Lighthouse')
    await runToEnd(['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: FOLDER })
  }
  const load = (path) => import(pathToFileURL(join(FOLDER, 'node_modules/lighthouse', path)).href)
  const { default: lighthouse } = await load('core/index.js')
  const { default: config } = await load('core/config/desktop-config.js')
  return async (url, port) => {
    const flags = { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES }
    let lhr
    for (let tries = 1; tries <= TRIES; tries++) {
      lhr = (await lighthouse(url, flags, config)).lhr
      if (lhr.runtimeError?.code !== LOST_TRACE) break
      console.error(`  ${url}: ${lhr.runtimeError.message}`)
    }
    if (lhr.runtimeError) throw new Error(`Lighthouse at ${url}: ${lhr.runtimeError.message}`)
    const lost = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9)
    for (const { id, title, displayValue = '' } of lost)
      console.error(`  ${new URL(url).pathname}: ${id}: ${title} ${displayValue}`)
    return Object.fromEntries(CATEGORIES.map((name) => [name, lhr.categories[name].score * 100]))
  }
}
