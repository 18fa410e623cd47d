// Mutation testing: `npm run mutate -w verify`, or with names of folders of verify/src for these alone.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const env = {
  ...process.env,
  TOUCHSTONE_MUTATE: process.argv.slice(2).join(' '),
  // The tests run in a copy elsewhere, beside which the real data does not lie.
  TOUCHSTONE_FIXTURES: process.env.TOUCHSTONE_FIXTURES ?? resolve(ROOT, '../shared/fixtures'),
}
const run = ['stryker', 'run', 'verify/stryker.config.mjs']
const { status } = spawnSync('npx', run, { cwd: ROOT, env, stdio: 'inherit' })
process.exitCode = status ?? 1
