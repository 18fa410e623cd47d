import { writeFileSync } from 'node:fs'

/**
 * Counts a vitest run into the file that TOUCHSTONE_COUNTS names, for the last line of `npm test`. A test file that could
 * not be loaded, and an error outside every test, count as a failed test.
 */
export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      let failedHere = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') counts.passed++
        else if (state === 'skipped') counts.skipped++
        else failedHere++
      }
      if (module.state() === 'failed' && failedHere === 0) failedHere = 1
      counts.failed += failedHere
    }
    if (process.env.TOUCHSTONE_COUNTS) writeFileSync(process.env.TOUCHSTONE_COUNTS, JSON.stringify(counts))
    else console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  }
}
