import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { run } from './command.mjs'

const MINUTE = 60_000
const COUNTS = join(tmpdir(), `touchstone-counts-${process.pid}.json`)

/**
 * Everything that CI does after installing, cheap to dear. A stage that fails does not stop the following ones, except
 * that nothing runs without a build. The last line on the terminal is `N passed, N failed, N skipped`.
 * @param {{ build: () => Promise<number> }} bootstrap
 * @returns {Promise<number>} exit code.
 */
export async function test({ build }) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const timings = []
  const stage = async (title, work) => {
    console.log(`\n== ${title}`)
    const startedAt = Date.now()
    const counts = await work()
    timings.push(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${title}`)
    for (const name of Object.keys(total)) total[name] += counts[name]
    return counts.failed === 0
  }
  if (await stage('build', () => asOneTest(build))) {
    await stage('checks', () => asOneTest(() => run(['node', '.ci/check.mjs'], { deadlineMs: 6 * MINUTE })))
    await stage('tests of the rooms', () => vitestWithBrowser('vitest.config.mts'))
    await stage('end to end', () => vitestWithBrowser('stack/e2e/vitest.config.mts'))
  }
  console.log(`\nTime taken:\n${timings.join('\n')}\n`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 ? 0 : 1
}

/** Both suites have pages to look at: the explorer's states, of which the pictures are kept, and the whole way. */
async function vitestWithBrowser(config) {
  try {
    const { SCREENSHOTS_DIR = 'artifacts/screenshots' } = process.env
    return await vitest(config, { CHROMIUM_PATH: await ensureChromium(), SCREENSHOTS_DIR })
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** A stage that is not a list of tests counts once. */
async function asOneTest(work) {
  const failed = (await work()) === 0 ? 0 : 1
  return { passed: 1 - failed, failed, skipped: 0 }
}

/** The deadline is there for what hangs: a slow machine is no failure. */
async function vitest(config, env) {
  rmSync(COUNTS, { force: true })
  const command = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', config, '--reporter=default']
  command.push('--reporter=./.ci/reporter.mjs')
  const code = await run(command, { env: { ...env, TOUCHSTONE_COUNTS: COUNTS }, deadlineMs: 30 * MINUTE })
  const counts = existsSync(COUNTS) ? JSON.parse(readFileSync(COUNTS, 'utf8')) : { passed: 0, failed: 0, skipped: 0 }
  rmSync(COUNTS, { force: true })
  // Vitest may fail without a failed test, or be stopped before it counted.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}
